:if ($a) do={
  :put 1
}
}
:put ignored
