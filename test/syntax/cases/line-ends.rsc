# bom and crlf
/ip address
add address=1.1.1.1 \
    comment="a\
    b"
:put 1:put 2