// name:  flag_row
// does:  Returns a flag as a person reads it.
// takes: f
{{f}}.id AS id, {{f}}.rule AS rule, {{f}}.subjects AS subjects, {{f}}.state AS state, {{f}}.why AS why,
  {{f}}.sentence AS sentence, {{f}}.explanation AS explanation,
  coalesce({{f}}.against, '') AS against, {{f}}.columns AS columns,
  {{f}}.raised_at AS raised_at, {{f}}.changed_at AS changed_at, {{f}}.night AS night,
  {{f}}.owner AS owner, {{f}}.due AS due, {{f}}.until AS until, {{f}}.evidence AS record_ids, {{f}}.level AS level
