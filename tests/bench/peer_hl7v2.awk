# The job of hl7v2.policy.jsonc without the token: the number of the person is
# left out.  Messages with the usual delimiters, lines that end in CR.
BEGIN {
	RS = "\r"
	ORS = "\r"
	FS = "|"
}
$1 == "MSH" {
	split($4, sender, "^")
	print "MSH|^~\\&||" sender[1] "^" sender[2] "||||||||||||||UNICODE UTF-8"
}
$1 == "PID" {
	n = split($4, ids, "~")
	for (i = 1; i <= n; i++)
		split(ids[i], id, "^")
	split($12, home, "^")
	print "PID|||||||" substr($8, 1, 4) "|" $9 "|||^^^^" substr(home[5], 1, 2)
}
$1 == "OBX" {
	split($4, code, "^")
	split($6, value, "^")
	print "OBX|||" code[1] "||" value[1] "^" value[2] "|||||||||" $15 "||" $17
}
$1 == "SPM" { print "SPM||||" $5 }
