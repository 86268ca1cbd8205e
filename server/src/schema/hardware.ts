/**
 * Menus and properties that exist on some hardware only, so no dump of a virtual router shows them. Names as
 * exports and the manual write them; format: layer.ts.
 */
export const HARDWARE = `
/
 ping^ address arp-ping as-value count do-not-fragment dscp interface interval proplist routing-table size src-address ttl vrf without-paging
/interface/ethernet
 set^ bandwidth combo-mode:enum|auto|copper|sfp default cable-settings:enum|default|short|standard fec-mode mdix-enable:bool passthrough-interface poe-lldp-enabled:bool poe-out:enum|auto-on|forced-on|off poe-priority poe-voltage:enum|auto|high|low power-cycle-interval power-cycle-ping-address power-cycle-ping-enabled:bool power-cycle-ping-timeout sfp-ignore-rx-los:bool sfp-rate-select:enum|high|low sfp-shutdown-temperature storm-rate
/interface/ethernet/poe h
 get value-name
 monitor numbers
 power-cycle numbers duration
 print where
 set numbers poe-lldp-enabled poe-out poe-priority poe-voltage power-cycle-interval power-cycle-ping-address power-cycle-ping-enabled power-cycle-ping-timeout
/interface/ethernet/poe/settings h
 get value-name
 print
 set ether1-poe-in-long-cable:bool psu1-max-power psu2-max-power update-firmware
/interface/ethernet/switch h
 set numbers bypass-ingress-port-policing-for bypass-l2-security-check-filter-for bypass-vlan-ingress-filter-for cpu-flow-control drop-if-invalid-or-src-port-not-member-of-vlan-on-ports drop-if-no-vlan-assignment-on-ports egress-mirror-ratio egress-mirror0 egress-mirror1 fdb-uses forward-unknown-vlan ingress-mirror-ratio ingress-mirror0 ingress-mirror1 ingress-mirror1 l3-hw-offloading:bool mac-level-isolation mirror-egress-if-ingress-mirrored mirror-egress-target mirror-source mirror-target mirror-tx-on-mirror-port mirrored-packet-drop-precedence mirrored-packet-qos-priority multicast-lookup-mode name override-existing-when-ufdb-full qos-hw-offloading:bool rspan:bool rspan-egress-vlan-id rspan-ingress-vlan-id switch-all-ports switch-cpu-port type unicast-fdb-timeout unknown-vlan-lookup-mode use-cvid-in-one2one-vlan-lookup use-svid-in-one2one-vlan-lookup vlan-uses
/interface/ethernet/switch/l3hw-settings h
 set autorestart:bool fasttrack-hw:bool icmp-reply-on-error:bool ipv6-hw:bool
/interface/ethernet/switch/l3hw-settings/advanced h
 set neigh-discovery-burst-delay neigh-discovery-burst-limit neigh-discovery-interval neigh-dump-retries neigh-keepalive-interval partial-offload-chunk route-index-delay-max route-index-delay-min route-queue-limit-high route-queue-limit-low shwp-reset-counter
/interface/ethernet/switch/acl h
 add action comment copy-from copy-to-cpu disabled dscp dst-ip-addr dst-l3-port dst-mac-addr dst-mac-addr-addr-mask flow-id mac-protocol meter mirror-to mirror-to-ports new-dst-ports place-before policer redirect-to-cpu src-ip-addr src-l3-port src-mac-addr-addr-mask src-ports table vlan-id
/interface/ethernet/switch/trunk h
 add comment disabled hw-status member-ports name
/interface/ethernet/switch/vlan h
 add comment copy-from disabled fdb flood independent-learning ingress-mirror learn ports qos-group svl switch vlan-id
/interface/ethernet/switch/rule h
 add comment copy-from copy-to-cpu disabled dscp dst-address dst-address6 dst-mac-address dst-port flow-label mac-protocol mirror mirror-ports new-dst-ports new-vlan-id new-vlan-priority place-before ports protocol rate redirect-to-cpu src-address src-address6 src-mac-address src-port switch traffic-class vlan-header vlan-id vlan-priority
/interface/ethernet/switch/egress-vlan-tag h
 add comment copy-from disabled tagged-ports vlan-id
/interface/ethernet/switch/egress-vlan-translation h
 add comment customer-dei customer-pcp customer-vid disabled new-customer-vid new-service-vid ports protocol service-vid
/interface/ethernet/switch/ingress-vlan-translation h
 add comment customer-dei customer-pcp customer-vid customer-vlan-format disabled new-customer-vid new-service-vid pcp-propagation ports protocol sa-learning service-vid service-vlan-format swap-vids
/interface/ethernet/switch/port h
 set numbers action-on-static-station-move allow-fdb-based-vlan-translate allow-multicast-loopback allow-unicast-loopback custom-drop-counter-includes default-customer-pcp default-service-pcp default-vlan-id dscp-based-qos-dscp-to-dscp-mapping egress-customer-tpid-override egress-mirror-to egress-pcp-propagation egress-rate egress-service-tpid-override egress-vlan-mode egress-vlan-tag-table-lookup-key filter-untagged-frame filter-priority-tagged-frame filter-tagged-frame ingress-customer-tpid-override ingress-mirror-to ingress-mirroring-according-to-vlan ingress-rate ingress-service-tpid-override isolation-leakage-profile l3-hw-offloading:bool learn-limit learn-override learn-restricted-dst-drop limit-broadcasts limit-unknown-multicasts limit-unknown-unicasts mirror-egress mirror-egress-to-mirror-target mirror-ingress mirror-ingress-target pcp-based-qos-drop-precedence-mapping pcp-propagation-for-initial-pcp policy-drop-counter-includes qos-scheme-precedence queue-custom-drop-counter0-includes queue-custom-drop-counter1-includes storm-rate vlan-header vlan-mode vlan-type
/interface/ethernet/switch/port-isolation h
 set numbers forwarding-override
/interface/ethernet/switch/host h
 add comment copy-from copy-to-cpu disabled drop mac-address mirror ports redirect-to-cpu share-vlan-learned switch vlan-id
/interface/pwr-line h
 join numbers
 set numbers arp arp-timeout comment disabled l2mtu loop-protect mac-address mtu name
/interface/w60g h
 add arp arp-timeout beamforming-event comment copy-from default-scan-list disabled frequency isolate-stations l2mtu mac-address mdmg-fix mode mtu name password put-stations-in-bridge region scan-list ssid tx-sector
 align numbers
 monitor numbers once
 scan numbers
 set numbers arp arp-timeout beamforming-event comment default-scan-list disabled frequency isolate-stations l2mtu mac-address mdmg-fix mode mtu name password put-stations-in-bridge region scan-list ssid tx-sector
/interface/w60g/station h
 add arp arp-timeout comment copy-from disabled l2mtu mac-address mdmg-fix mtu name parent put-in-bridge remote-address
 set numbers arp arp-timeout comment disabled l2mtu mac-address mdmg-fix mtu name parent put-in-bridge remote-address
/lcd h
 backlight
 set backlight-timeout color-scheme default-screen enabled:bool flip-screen:bool read-only-mode:bool time-interval touch-screen
 take-screenshot
/lcd/interface h
 add comment copy-from disabled interface max-speed timeout
 set numbers comment disabled interface max-speed timeout
/lcd/interface/pages h
 add comment copy-from disabled interfaces
 set numbers comment disabled interfaces
/lcd/pin h
 set hide-pin-number:bool pin-number
/lcd/screen h
 set numbers disabled timeout
/ip/firewall/filter
 add^ hw-offload:bool
 set^ hw-offload:bool
/ip/route
 add^ suppress-hw-offload:bool
 set^ suppress-hw-offload:bool
/ipv6/firewall/filter
 add^ hw-offload:bool
 set^ hw-offload:bool
/ipv6/route
 add^ suppress-hw-offload:bool
 set^ suppress-hw-offload:bool
/partitions h
 activate numbers
 copy-to numbers
 repartition
 restore-config numbers
 save-config-to numbers
 set numbers comment fallback-to name
/system/ptp h
 add aes67 comment copy-from delay-mode disabled domain name port priority1 priority2 profile transport
 set numbers aes67 comment delay-mode disabled domain name port priority1 priority2 profile transport
/system/ptp/port h
 add comment copy-from delay-mode disabled interface ptp
 set numbers comment delay-mode disabled interface ptp
/system/health h
 get number value-name
 print
 set active-fan cpu-overtemp-check:bool cpu-overtemp-startup-delay cpu-overtemp-threshold fan-control-interval fan-full-speed-temp fan-min-speed-percent fan-mode fan-on-threshold fan-switch fan-target-temp heater-control heater-threshold use-fan
/system/health/settings h
 get value-name
 print
 set active-fan cpu-overtemp-check:bool cpu-overtemp-startup-delay cpu-overtemp-threshold fan-control-interval fan-full-speed-temp fan-min-speed-percent fan-mode fan-on-threshold fan-switch fan-target-temp heater-control heater-threshold use-fan
/system/resource/pci h
 print
/system/resource/usb h
 get number value-name
 power-reset duration
 print
/system/resource/usb/settings h
 set authorization:bool
/system/routerboard h
 get value-name
 print
 upgrade
/system/routerboard/mode-button h
 set enabled:bool hold-time on-event:script
/system/routerboard/reset-button h
 set enabled:bool hold-time on-event:script
/system/routerboard/wps-button h
 set enabled:bool hold-time on-event:script
/system/routerboard/settings h
 set auto-upgrade:bool baud-rate boot-delay boot-device boot-os boot-protocol boot-watchdog cpu-frequency cpu-mode enable-jumper-reset:bool enter-setup-on etherboot-port force-backup-booter:bool init-delay memory-data-rate memory-frequency preboot-etherboot preboot-etherboot-server protected-routerboot reformat-hold-button reformat-hold-button-max regulatory-domain-ce silent-boot:bool
/system/routerboard/usb h
 set type usb-mode
/system/hardware h
 set allow-x86-64:bool multi-cpu:bool
/system/lcd h
 set contrast enabled:bool port type
/system/lcd/page h
 set numbers disabled display-time
/system/swos h
 get value-name
 load-config
 password
 print
 reset-config
 save-config
 set address-acquisition-mode allow-from allow-from-ports allow-from-vlan identity static-ip-address
 upgrade
/system/usb h
 power-reset bus duration
 print
`;
