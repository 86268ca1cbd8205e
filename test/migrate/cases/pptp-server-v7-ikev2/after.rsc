# 2025-04-10 09:00:00 by RouterOS 7.18.2
# software id = ABCD-EF12
/interface bridge
add name=bridge-lan
/interface ethernet
set [ find default-name=ether1 ] name=ether1-wan
/interface list
add name=WAN
add name=LAN
/ip ipsec mode-config
add address-pool=vpn-pool address-prefix-length=32 name=ike2-vpn \
    split-include=192.168.10.0/24 static-dns=192.168.10.1 system-dns=no
add address=10.20.0.11 address-prefix-length=32 name=ike2-vpn-alice \
    split-include=192.168.10.0/24 static-dns=192.168.10.1 system-dns=no
/ip ipsec policy group
add name=ike2-vpn
/ip ipsec profile
add dh-group=ecp256,modp2048 enc-algorithm=aes-256 hash-algorithm=sha256 \
    name=ike2-vpn prf-algorithm=sha256
/ip ipsec peer
add exchange-mode=ike2 name=ike2-vpn passive=yes profile=ike2-vpn
/ip ipsec proposal
add auth-algorithms=sha256 enc-algorithms=aes-256-gcm,aes-256-cbc name=\
    ike2-vpn pfs-group=none
/ip pool
add name=vpn-pool ranges=10.20.0.100-10.20.0.150
/ppp profile
add dns-server=192.168.10.1 local-address=10.20.0.1 name=vpn remote-address=\
    vpn-pool use-encryption=required
/interface bridge port
add bridge=bridge-lan interface=ether2
/interface l2tp-server server
set authentication=mschap2 default-profile=vpn enabled=yes use-ipsec=required
/interface list member
add interface=ether1-wan list=WAN
add interface=bridge-lan list=LAN
/ip address
add address=192.168.10.1/24 interface=bridge-lan network=192.168.10.0
/ip dhcp-client
add interface=ether1-wan
/ip firewall filter
add action=accept chain=input connection-state=established,related,untracked
add action=drop chain=input connection-state=invalid
add action=accept chain=input comment=L2TP/IPsec dst-port=500,1701,4500 \
    in-interface-list=WAN protocol=udp
add action=accept chain=input in-interface-list=WAN protocol=ipsec-esp
add action=accept chain=input comment="DNS for VPN users" dst-port=53 \
    in-interface=all-ppp protocol=udp
add action=accept chain=input comment="DNS for VPN users" dst-port=53 \
    ipsec-policy=in,ipsec protocol=udp
add action=drop chain=input in-interface-list=!LAN
add action=accept chain=forward connection-state=\
    established,related,untracked
add action=drop chain=forward connection-state=invalid
add action=accept chain=forward comment="VPN users to LAN" in-interface=\
    all-ppp out-interface=bridge-lan
add action=accept chain=forward comment="VPN users to LAN" ipsec-policy=\
    in,ipsec out-interface=bridge-lan
add action=drop chain=forward in-interface-list=!LAN
/ip firewall mangle
add action=change-mss chain=forward comment="IPsec MSS out" ipsec-policy=\
    out,ipsec new-mss=1360 passthrough=yes protocol=tcp tcp-flags=syn \
    tcp-mss=1361-65535
add action=change-mss chain=forward comment="IPsec MSS in" ipsec-policy=\
    in,ipsec new-mss=1360 passthrough=yes protocol=tcp tcp-flags=syn tcp-mss=\
    1361-65535
/ip firewall nat
add action=masquerade chain=srcnat ipsec-policy=out,none out-interface-list=\
    WAN
/ip ipsec identity
add auth-method=digital-signature certificate=vpn-server comment=\
    "Alice laptop" generate-policy=port-strict match-by=certificate \
    mode-config=ike2-vpn-alice peer=ike2-vpn policy-template-group=ike2-vpn \
    remote-certificate=alice
add auth-method=digital-signature certificate=vpn-server comment=bob \
    generate-policy=port-strict match-by=certificate mode-config=ike2-vpn \
    peer=ike2-vpn policy-template-group=ike2-vpn remote-certificate=bob
add auth-method=digital-signature certificate=vpn-server comment=carol \
    disabled=yes generate-policy=port-strict match-by=certificate \
    mode-config=ike2-vpn peer=ike2-vpn policy-template-group=ike2-vpn \
    remote-certificate=carol
/ip ipsec policy
add dst-address=10.20.0.0/24 group=ike2-vpn proposal=ike2-vpn src-address=\
    0.0.0.0/0 template=yes
/ip service
set telnet disabled=yes
set ftp disabled=yes
set www disabled=yes
set api disabled=yes
set api-ssl disabled=yes
/ip ssh
set strong-crypto=yes
/ppp secret
add name=bob profile=vpn service=l2tp
add name=dave profile=vpn service=l2tp
