# 2025-06-01 08:00:00 by RouterOS 7.19.4
# software id = ABCD-EF12
/interface bridge
add name=bridge-lan
/interface ethernet
set [ find default-name=ether1 ] name=ether1-wan
/ip ipsec mode-config
add name=ike2-hq responder=no src-address-list=via-hq use-responder-dns=yes
/ip ipsec policy group
add name=ike2-hq
/ip ipsec profile
add dh-group=ecp256,modp2048 enc-algorithm=aes-256 hash-algorithm=sha256 \
    name=ike2-hq prf-algorithm=sha256
/ip ipsec peer
add address=vpn.example.com comment="HQ full tunnel" exchange-mode=ike2 name=\
    ike2-hq profile=ike2-hq
/ip ipsec proposal
add auth-algorithms=sha256 enc-algorithms=aes-256-gcm,aes-256-cbc name=\
    ike2-hq pfs-group=modp2048
/interface bridge port
add bridge=bridge-lan interface=ether2
/ip address
add address=192.168.30.1/24 interface=bridge-lan network=192.168.30.0
add address=192.0.2.2/30 interface=ether1-wan network=192.0.2.0
/ip firewall address-list
add address=192.168.30.0/24 list=via-hq
/ip firewall filter
add action=accept chain=input connection-state=established,related,untracked
add action=drop chain=input in-interface=!bridge-lan
add action=accept chain=forward connection-state=\
    established,related,untracked
add action=drop chain=forward in-interface=!bridge-lan
/ip firewall mangle
add action=change-mss chain=forward comment="IKEv2 hosts MSS" new-mss=1360 \
    out-interface=ether1-wan passthrough=yes protocol=tcp src-address-list=\
    via-hq tcp-flags=syn tcp-mss=1361-65535
add action=change-mss chain=forward comment="IKEv2 hosts MSS" \
    dst-address-list=via-hq in-interface=ether1-wan new-mss=1360 passthrough=\
    yes protocol=tcp tcp-flags=syn tcp-mss=1361-65535
/ip ipsec identity
add auth-method=eap certificate="" eap-methods=eap-mschapv2 generate-policy=\
    port-strict mode-config=ike2-hq password=<EAP-PASSWORD> peer=ike2-hq \
    policy-template-group=ike2-hq username=branch
/ip ipsec policy
add dst-address=0.0.0.0/0 group=ike2-hq proposal=ike2-hq src-address=\
    0.0.0.0/0 template=yes
/ip route
add disabled=no distance=10 dst-address=0.0.0.0/0 gateway=192.0.2.1 \
    routing-table=main
add comment="HQ VPN server via ISP" disabled=no distance=1 dst-address=\
    203.0.113.80/32 gateway=192.0.2.1 routing-table=main
/ip service
set telnet disabled=yes
set ftp disabled=yes
set www disabled=yes
set api disabled=yes
set api-ssl disabled=yes
/ip ssh
set strong-crypto=yes
