:if ($a) do={
  :put "x"
/ip address
add address=10.0.0.1/24
