// name:     is_notice
// does:     Whether an order is none but a notice: its subject was told, and nothing can be breached.
//           A PIN or simple caution is one whatever effect the force gave it.
// takes:    order
// source:   Commons Library SN06411; graph/model/reference/orders.toml, `breach`
({{order}}.effect = 'notice' OR coalesce($ref.orders[{{order}}.kind].breach = 'on notice', false))
