Flags: X - disabled
[admin@router] > /ip address print
name: value
add address = 10.0.0.1
:put (1 + 2
:put "next line is read"
:put ($x->\"k\")
:local café 1
:if ($a = 1) do={ :put 1 ] ; :put 2 }
:put x # not a comment
"text"
{"a":1}
:put )
