:global "my-func" do={
  :local a $1; # first
  :if ($a = nil || any $b) do={ :return "x" } else={
    :error "no $a, $[:len $a] and $($a + 1) for $"my-var"."
  }
}
$"my-func" 1 key=2
:put [$f a b=$c]
:onerror e in={ /ip address find } do={ :put $e }
:do { :delay 1s } while=($x < 3)
:for i from=1 to=3 step=-1 do={}
:local x (>[:put 1])
:local y ([/ip address find]->0->"k")
:set ($arr->"k") {1;2;"a"=3;{b="c"};}
:set ($arr->$i) ({ user="a"
  pass="b" })
:retry command={ :put 1 } max=3
:put (:len "abc")
$f $a,$b,c -$x !$y
:if ($x~"^[a-z]\$" and !($y in 10.0.0.0/8)) do={}
