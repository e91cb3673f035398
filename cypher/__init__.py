"""The question files. A package only so that they are installed with the code that runs them."""
