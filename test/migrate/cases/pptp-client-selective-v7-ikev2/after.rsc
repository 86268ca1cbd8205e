# 2025-03-02 10:11:12 by RouterOS 7.16.2
# software id = ABCD-EF12
#
# model = RB5009UG+S+
# serial number = HXX0000XXXX
/interface bridge
add name=bridge-lan
/interface ethernet
set [ find default-name=ether1 ] name=ether1-wan
/interface list
add name=WAN
add name=LAN
add name=VPN
/ip ipsec mode-config
add name=ike2-TorGuard responder=no src-address-list=vpn-hosts
/ip ipsec policy group
add name=ike2-TorGuard
/ip ipsec profile
add dh-group=ecp256,modp2048 enc-algorithm=aes-256 hash-algorithm=sha256 \
    name=ike2-TorGuard prf-algorithm=sha256
/ip ipsec peer
add address=198.51.100.20/32 comment="TorGuard exit NL" exchange-mode=ike2 \
    name=ike2-TorGuard profile=ike2-TorGuard
/ip ipsec proposal
add auth-algorithms=sha256 enc-algorithms=aes-256-gcm,aes-256-cbc name=\
    ike2-TorGuard pfs-group=modp2048
/interface bridge port
add bridge=bridge-lan interface=ether2
/interface list member
add interface=ether1-wan list=WAN
add interface=bridge-lan list=LAN
/ip address
add address=192.168.88.1/24 interface=bridge-lan network=192.168.88.0
/ip dhcp-client
add interface=ether1-wan
/ip firewall address-list
add address=192.168.88.50 comment=tv list=vpn-hosts
add address=192.168.88.51 comment=nas list=vpn-hosts
/ip firewall filter
add action=accept chain=input connection-state=established,related,untracked
add action=drop chain=input connection-state=invalid
add action=accept chain=input protocol=icmp
add action=drop chain=input in-interface-list=!LAN
add action=accept chain=forward comment="IKEv2 hosts: not into fasttrack" \
    connection-state=established,related src-address-list=vpn-hosts
add action=accept chain=forward comment="IKEv2 hosts: not into fasttrack" \
    connection-state=established,related dst-address-list=vpn-hosts
add action=fasttrack-connection chain=forward connection-state=\
    established,related hw-offload=yes
add action=accept chain=forward connection-state=\
    established,related,untracked
add action=drop chain=forward connection-state=invalid
add action=drop chain=forward connection-nat-state=!dstnat connection-state=new \
    in-interface-list=WAN
add action=drop chain=forward comment="nothing new from the VPN side" \
    connection-state=new ipsec-policy=in,ipsec
/ip firewall mangle
add action=change-mss chain=forward comment="IKEv2 hosts MSS" new-mss=1360 \
    out-interface-list=WAN passthrough=yes protocol=tcp src-address-list=\
    vpn-hosts tcp-flags=syn tcp-mss=1361-65535
add action=change-mss chain=forward comment="IKEv2 hosts MSS" \
    dst-address-list=vpn-hosts in-interface-list=WAN new-mss=1360 \
    passthrough=yes protocol=tcp tcp-flags=syn tcp-mss=1361-65535
/ip firewall nat
add action=masquerade chain=srcnat out-interface-list=WAN
/ip ipsec identity
add auth-method=eap certificate="" eap-methods=eap-mschapv2 generate-policy=\
    port-strict mode-config=ike2-TorGuard password=<EAP-PASSWORD> peer=\
    ike2-TorGuard policy-template-group=ike2-TorGuard username=tg-user
/ip ipsec policy
add dst-address=0.0.0.0/0 group=ike2-TorGuard proposal=ike2-TorGuard \
    src-address=0.0.0.0/0 template=yes
/ip service
set telnet disabled=yes
set ftp disabled=yes
set www disabled=yes
set api disabled=yes
set api-ssl disabled=yes
/ip ssh
set strong-crypto=yes
/tool netwatch
add comment="restart VPN" disabled=no down-script="/interface pptp-client disa\
    ble TorGuard-PPTP\r\
    \n:delay 5s\r\
    \n/interface pptp-client enable TorGuard-PPTP" host=10.99.0.1 interval=1m \
    timeout=1s type=simple
