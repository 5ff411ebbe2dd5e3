# What tamis says of each step, beside what awk counts in records that it
# changes itself.
awk '
# A number below n.
function draw(n)
{
	state = (state * 7141 + 54773) % 259200
	return int(state / 259200 * n)
}
BEGIN {
	print "birth;cp;age;code"
	for (i = 0; i < 3000; i++) {
		year = 1980 + draw(2)
		printf "%d-%02d-%02d;%d%03d;%d;%c%02d\n", year, draw(12) + 1,
			draw(2) + 1, draw(3) * draw(10) + 57,
			draw(2) * 100 + draw(2) * 10 + draw(2),
			(2021 - year) / 2 + draw(19),
			65 + draw(2), draw(2) * 10 + draw(2)
	}
}' >in.csv

# count STEP FIELD EXPRESSION: the groups when a field is what awk makes of it.
count()
{
	awk -F ';' 'NR > 1 { $'"$2"' = '"$3"'; groups[$0]++ }
	END {
		k = NR
		for (g in groups) {
			n++
			if (groups[g] < k)
				k = groups[g]
			if (groups[g] < 5)
				below += groups[g]
			alone += groups[g] == 1
		}
		print k, below + 0, alone + 0, n, "'"$1"'"
	}' in.csv
}

# Of the departments 57 to 75.
regions='" 44 27 32 32 28 32 84 75 76 76 44 44 84 27 27 52 84 84 11"'
{
	count 'birth: generalize to month' 1 'substr($1, 1, 7)'
	count 'birth: generalize to quarter' 1 \
		'substr($1, 1, 4) int((substr($1, 6, 2) + 2) / 3)'
	count 'birth: generalize to year' 1 'substr($1, 1, 4)'
	count 'birth: drop' 1 0
	count 'cp: truncate first 4' 2 'substr($2, 1, 4)'
	count 'cp: truncate first 3' 2 'substr($2, 1, 3)'
	count 'cp: generalize to departement' 2 'substr($2, 1, 2)'
	count 'cp: generalize to region' 2 \
		"substr($regions, (substr(\$2, 1, 2) - 57) * 3 + 2, 2)"
	count 'cp: drop' 2 0
	count 'age: generalize step 5' 3 'int($3 / 5)'
	count 'age: generalize step 10' 3 'int($3 / 10)'
	count 'age: drop' 3 0
	count 'code: truncate first 2' 4 'substr($4, 1, 2)'
	count 'code: truncate first 1' 4 'substr($4, 1, 1)'
	count 'code: drop' 4 0
} >counted
tamis risk -f csv --quasi birth,cp,age,code in.csv |
	sed -n '/if one field/,/^$/p' | sed '1d;$d;s/  */ /g;s/^ //' >said
sed '$d' said | diff counted - && cat said
rm in.csv counted said
