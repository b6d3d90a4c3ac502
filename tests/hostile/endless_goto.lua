-- expect: stopped after
::again::
goto again
