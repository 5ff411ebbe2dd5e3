# Times differ.
s/[0-9][0-9.,]* \(M[Bo]\)\/s/N \1\/s/
s/^[0-9][0-9.,]* s, [0-9]* /N s, N /
s/"nanoseconds":[0-9]*/"nanoseconds":0/
s/ time="[0-9.]*"/ time="0"/
