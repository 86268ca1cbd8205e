/
/ip/address/print
/ip address print detail where interface=ether1
ip address add address=10.0.0.1/24
:put 1; /log info x ;:put 2
..
/interface/bridge/port { add bridge=a; print }
interface pptp-client add name=x
