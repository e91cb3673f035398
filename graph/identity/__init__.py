"""Who is who: mentions become people, by scores and by what people say."""
