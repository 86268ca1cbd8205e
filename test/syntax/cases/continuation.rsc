:put "one \
    two\
    \_three"
:put (1 + \
   2)
add na\
    me=x \
    disabled=yes
:put a \ 
  b
