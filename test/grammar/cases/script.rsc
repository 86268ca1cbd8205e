#!rsc by RouterOS
:global "my-var" "a\$b\n\41 $name $(1 + 2) $[/system identity get name]"
:local list {1;2;"key"=3;true}
:global f do={
  # comment in a block
  :local total ($1 * -2)
  :return ($total . "x" . $"my-var")
}
:foreach k,v in=$list do={
  :if ($v >= 10 && !($k ~ "^a") || $v in 10.0.0.0/8) do={ :put "$k=$v" } else={ :error message="bad" }
}
:for i from=1 to=5 step=2 do={ /ip route remove [find where comment~"tmp" and disabled=yes] }
:while ($x < 3) do={ :set x ($x + 1); :delay 200ms }
do { /tool fetch url="https://example.com" } on-error={ :log error "failed"; }
:onerror e in={ import file.rsc } do={ :put $e }
$f 1 name=2
:put ($array->"key"->0)
interface pptp-client add name=office
/ip service disable telnet,ftp
.. address print where interface=ether1
[admin@MikroTik] > /interface print
/system script run [ find name=x ]; /ping 1.1.1.1 count=3
add name=back comment="two
lines" disabled=yes
