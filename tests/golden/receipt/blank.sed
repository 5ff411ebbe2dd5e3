# Receipts without what differs from run to run, one member a line.
s/"time":"[0-9T:-]*Z"/"time":"TIME"/
s/"sig":"[A-Za-z0-9_-]\{86\}"/"sig":"SIG"/
/"n":1,/!s/"prev":"blake2b-256:[0-9a-f]\{64\}"/"prev":"DIGEST"/
s/last \([0-9]*\):blake2b-256:[0-9a-f]\{64\}/last \1:DIGEST/
s/"sandbox":"[a-z+]*"/"sandbox":"SANDBOX"/
