# The job of job.policy.jsonc without the token: jq has no keyed digest.
{
	version_schema,
	patient: (.patient | {
		nir,
		date_naissance: .date_naissance[0:4],
		sexe,
		adresse: { code_postal: .adresse.code_postal[0:2] }
	} | if .nir == null then del(.nir) else . end),
	pharmacie: (.pharmacie | { finess, nom }),
	prelevement: (.prelevement | { date, type }),
	resultat: (.resultat | { code, valeur, loinc })
}
