#include "policy/words.h"

const char *const language_codes[LANGUAGE_COUNT] = {
	[LANGUAGE_EN] = "en",
	[LANGUAGE_FR] = "fr",
};

#define NB "\xC2\xA0" /* the space that keeps together */

typedef const char *const translated[LANGUAGE_COUNT];

static translated sentences[WORD_COUNT] = {
	[WORD_VERSION] = { "version {0}", "version {0}" },
	[WORD_PURPOSE] = { "Purpose", "Finalité" },
	[WORD_APPROVED] = { "Approved", "Approbation" },
	[WORD_APPROVED_BY] = { "by {0}", "par {0}" },
	[WORD_APPROVED_ON] = { "on {0}", "le {0}" },
	[WORD_NOT_APPROVED] = { "not yet", "pas encore" },
	[WORD_DIGEST] = { "Rules digest", "Empreinte des règles" },
	[WORD_RECORDS] = { "Records “{0}”",
	    "Enregistrements «" NB "{0}" NB "»" },
	[WORD_ANY_RECORD] = { "Every record of this format.",
	    "Tout enregistrement de ce format." },
	[WORD_ONLY_RECORDS] = { "Only records for which: {0}",
	    "Seuls les enregistrements tels que" NB ": {0}" },
	[WORD_OTHERS_REJECTED] = { "A record of no kind, or of two, is "
				   "rejected as a whole.",
	    "Un enregistrement qui n'est d'aucun type, ou de deux, est rejeté "
	    "en entier." },
	[WORD_LEAVES] = { "What leaves", "Ce qui sort" },
	[WORD_STAYS] = { "What stays", "Ce qui reste" },
	[WORD_REST_STAYS] = { "Whatever no rule names stays, too: there is no "
			      "way to say “the rest”.",
	    "Ce qu'aucune règle ne nomme reste aussi" NB
	    ": rien ne permet de dire «" NB "le reste" NB "»." },
	[WORD_NOTHING_LEAVES] = { "Nothing.", "Rien." },
	[WORD_FIELD] = { "Field", "Champ" },
	[WORD_HOW] = { "Leaves as", "Sort sous la forme" },
	[WORD_WHEN] = { "When", "Quand" },
	[WORD_WHY] = { "Why", "Pourquoi" },
	[WORD_BASIS] = { "Basis", "Base" },
	[WORD_CHECK] = { "Checked", "Contrôle" },
	[WORD_ALWAYS] = { "always", "toujours" },
	[WORD_ELSE_DROPPED] = { "otherwise it is dropped",
	    "sinon la valeur est écartée" },
	[WORD_ELSE] = { "otherwise", "sinon" },
	[WORD_NEVER] = { "What may never come out",
	    "Ce qui ne doit jamais sortir" },
	[WORD_NEVER_PROTECTED] = { "A value that is tokenized, sealed, or part "
				   "of a new field is searched in every value "
				   "that leaves; where it stands there, the "
				   "record is rejected.",
	    "Une valeur qui devient un jeton, est scellée ou entre dans un "
	    "champ nouveau est cherchée dans chaque valeur qui sort" NB
	    "; si elle s'y trouve, l'enregistrement est rejeté." },
	[WORD_NEVER_ECHO] = { "So are the values of: {0}",
	    "De même pour les valeurs de" NB ": {0}" },
	[WORD_NEVER_DETECT] = { "So is whatever looks like: {0}",
	    "De même pour ce qui a la forme de" NB ": {0}" },
	[WORD_NEVER_LITERALS] = { "So are the texts: {0}",
	    "De même pour les textes" NB ": {0}" },
	[WORD_NEVER_ADDED] = { "is searched now in what leaves: {1}",
	    "est désormais cherché dans ce qui sort" NB ": {1}" },
	[WORD_NEVER_REMOVED] = { "is no longer searched in what leaves: {0}",
	    "n'est plus cherché dans ce qui sort" NB ": {0}" },
	[WORD_CONDITIONS] = { "Conditions", "Conditions" },
	[WORD_BASES] = { "Legal bases", "Bases légales" },
	[WORD_RECIPIENTS] = { "Recipients of sealed values",
	    "Destinataires des valeurs scellées" },
	[WORD_NO_RECIPIENTS] = { "Nothing is sealed: whoever receives the "
				 "records can read all that leaves.",
	    "Rien n'est scellé" NB ": qui reçoit les enregistrements peut lire "
	    "tout ce qui sort." },
	[WORD_RECIPIENT_QUARANTINE] = { "rejected records, whole",
	    "les enregistrements rejetés, entiers" },
	[WORD_DOMAINS] = { "Domains of tokens", "Domaines des jetons" },
	[WORD_DOMAIN] = { "of a {0}, made with the key “{1}” from {2}; {3}",
	    "désigne" NB ": {0}" NB "; clé" NB ": «" NB "{1}" NB "»" NB
	    "; ce qui compte" NB ": {2}" NB "; {3}" },
	[WORD_ONE_WAY] = { "nobody can turn one back, but whoever has the key "
			   "can try values",
	    "personne ne peut remonter à la valeur, mais qui détient la clé "
	    "peut essayer des valeurs" },
	[WORD_REVERSIBLE] = { "whoever has the key can turn each one back",
	    "qui détient la clé peut retrouver chaque valeur" },
	[WORD_NEW_FIELD] = { "new field", "champ nouveau" },

	[WORD_KEEP] = { "the value as received", "la valeur telle que reçue" },
	[WORD_DROP] = { "nothing", "rien" },
	[WORD_TOKEN] = { "a token of the domain “{0}”: equal values have equal "
			 "tokens",
	    "un jeton du domaine «" NB "{0}" NB "»" NB
	    ": à valeurs égales, jetons égaux" },
	[WORD_TOKEN_BACK] = { "a reversible token of the domain “{0}”: whoever "
			      "has the key can turn it back",
	    "un jeton réversible du domaine «" NB "{0}" NB "»" NB
	    ": qui détient la clé peut retrouver la valeur" },
	[WORD_TOKEN_OF] = { "{0}; made of {1}",
	    "{0}" NB "; fait à partir de {1}" },
	[WORD_FIRST_ONE] = { "its first character", "son premier caractère" },
	[WORD_LAST_ONE] = { "its last character", "son dernier caractère" },
	[WORD_FIRST] = { "its first {0} characters",
	    "ses {0} premiers caractères" },
	[WORD_LAST] = { "its last {0} characters",
	    "ses {0} derniers caractères" },
	[WORD_STEP] = { "the number, rounded down to a multiple of {0}",
	    "le nombre, arrondi au multiple inférieur de {0}" },
	[WORD_MASK] = { "each of its characters shown as “{0}”",
	    "chacun de ses caractères remplacé par «" NB "{0}" NB "»" },
	[WORD_MASK_BUT] = { "{1}, every other one shown as “{0}”",
	    "{1}, tous les autres remplacés par «" NB "{0}" NB "»" },
	[WORD_MASK_BUT_BOTH] = { "{1} and {2}, every other one shown as “{0}”",
	    "{1} et {2}, tous les autres remplacés par «" NB "{0}" NB "»" },
	[WORD_CONSTANT] = { "the constant {0}, whatever the value is",
	    "la constante {0}, quelle que soit la valeur" },
	[WORD_TABLE] = { "another code by a table: {0}",
	    "un autre code selon une table" NB ": {0}" },
	[WORD_TABLE_DROPS] = { "{0}; any other value is dropped",
	    "{0}" NB "; toute autre valeur est écartée" },
	[WORD_TABLE_REJECTS] = { "{0}; any other value rejects the record",
	    "{0}" NB "; toute autre valeur fait rejeter l'enregistrement" },
	[WORD_SHIFT] = { "the date, moved by a secret number of days, at most "
			 "{0}, the same for all dates of one {1} ({2})",
	    "la date, décalée d'un nombre secret de jours, {0} au plus, le "
	    "même pour toutes les dates de même {2} ({1})" },
	[WORD_SEAL] = { "encrypted to “{0}”: nobody else can read it",
	    "chiffré pour «" NB "{0}" NB "»" NB
	    ": personne d'autre ne peut lire la valeur" },

	[WORD_MUST] = { "must be {0}", "doit être {0}" },
	[WORD_MUST_MAX] = { "{0}, of at most {1} characters",
	    "{0}, de {1} caractères au plus" },
	[WORD_MUST_ONE_OF] = { "must be one of {0}", "doit être parmi {0}" },
	[WORD_INVALID_REJECTS] = { "any other value rejects the record",
	    "toute autre valeur fait rejeter l'enregistrement" },
	[WORD_INVALID_DROPS] = { "any other value is dropped",
	    "toute autre valeur est écartée" },
	[WORD_UNFIT_REJECTS] = { "a value that does not lend itself to it "
				 "rejects the record",
	    "une valeur qui ne s'y prête pas fait rejeter l'enregistrement" },
	[WORD_UNFIT_DROPS] = { "a value that does not lend itself to it is "
			       "dropped",
	    "une valeur qui ne s'y prête pas est écartée" },
	[WORD_LONE_REJECTS] = { "a value without {0} rejects the record",
	    "une valeur sans {0} fait rejeter l'enregistrement" },
	[WORD_LONE_DROPS] = { "a value without {0} is dropped",
	    "une valeur sans {0} est écartée" },
	[WORD_ABSENT_REJECTS] = { "a record without it is rejected",
	    "un enregistrement sans cette valeur est rejeté" },

	[WORD_IS] = { "{0} is {1}", "{0} vaut {1}" },
	[WORD_IS_ONE_OF] = { "{0} is one of {1}", "{0} est parmi {1}" },
	[WORD_EXISTS] = { "{0} is there", "{0} est présent" },
	[WORD_MISSING] = { "{0} is missing", "{0} est absent" },
	[WORD_BEFORE] = { "{0} is before {1}", "{0} précède {1}" },
	[WORD_AFTER] = { "{0} is after {1}", "{0} suit {1}" },
	[WORD_AT_LEAST] = { "{0} is at least {1}", "{0} vaut au moins {1}" },
	[WORD_AT_MOST] = { "{0} is at most {1}", "{0} vaut au plus {1}" },
	[WORD_AGE_UNDER] = { "the age from {0}, on {2}, is under {1}",
	    "l'âge d'après {0}, à la date {2}, est inférieur à {1} ans" },
	[WORD_AGE_FROM] = { "the age from {0}, on {2}, is {1} or more",
	    "l'âge d'après {0}, à la date {2}, est d'au moins {1} ans" },
	[WORD_EVERY] = { "for every value, {0}", "pour chaque valeur, {0}" },
	[WORD_NOT] = { "not ({0})", "non ({0})" },
	[WORD_AND] = { " and ", " et " },
	[WORD_OR] = { " or ", " ou " },
	[WORD_QUOTED] = { "“{0}”", "«" NB "{0}" NB "»" },

	[WORD_COLON] = { ": ", NB ": " },
	[WORD_SEMICOLON] = { "; ", NB "; " },

	[WORD_RULE_FOR] = { "The rule for {0} applies.",
	    "La règle pour {0} s'applique." },
	[WORD_WITHIN_DROPPED] = { "{0} is dropped, and all that is in it.",
	    "{0} est écarté, avec tout ce qu'il contient." },
	[WORD_WITHIN_VALUE] = { "{0} is treated as a value: a record in which "
				"something is below it is rejected.",
	    "{0} est traité comme une valeur" NB
	    ": un enregistrement où il contient autre chose est rejeté." },
	[WORD_AROUND] = { "No value, but what is around others. It leaves only "
			  "as far as something in it does:",
	    "Ce n'est pas une valeur, mais ce qui en entoure d'autres. Cela ne "
	    "sort que dans la mesure où ceci en sort" NB ":" },
	[WORD_SOME_RULES] = { "Some of its values have rules of their own:",
	    "Certaines de ses valeurs ont leurs propres règles" NB ":" },
	[WORD_REST_DROPPED] = { "Its other values are named by no rule, so they "
				"are dropped.",
	    "Aucune règle ne nomme ses autres valeurs, elles sont donc "
	    "écartées." },
	[WORD_NO_RULE] = { "{0}: no rule names it, so it is dropped.",
	    "{0}" NB ": aucune règle ne le nomme, il est donc écarté." },
	[WORD_NEAREST] = { "The nearest paths that rules name:",
	    "Les chemins les plus proches que des règles nomment" NB ":" },

	[WORD_KIND_ADDED] = { "records of this kind leave now",
	    "les enregistrements de ce type sortent désormais" },
	[WORD_KIND_REMOVED] = { "records of this kind no longer leave",
	    "les enregistrements de ce type ne sortent plus" },
	[WORD_MATCH_CHANGED] = { "{1} Before: {0}", "{1} Avant" NB ": {0}" },
	[WORD_MATCH_UNSHARED] = { "records that were of the kind “{0}”, too, "
				  "were rejected, and no longer all are",
	    "les enregistrements qui étaient aussi du type «" NB "{0}" NB
	    "» étaient rejetés, et ne le sont plus tous" },
	[WORD_FIELD_ADDED] = { "newly leaves, as: {1}",
	    "sort désormais, sous la forme" NB ": {1}" },
	[WORD_FIELD_REMOVED] = { "no longer leaves; before: {0}",
	    "ne sort plus" NB "; avant" NB ": {0}" },
	[WORD_REACH_WIDENED] = { "leaves from more places: its path passes "
				 "through the names that {1} spells, too",
	    "sort de plus d'endroits" NB
	    ": son chemin passe aussi par les noms que {1} contient" },
	[WORD_SHAPE_WIDENED] = { "leaves from an object and from the elements of "
				 "an array alike; before from one of the two",
	    "sort d'un objet comme des éléments d'un tableau" NB
	    "; avant de l'un des deux" },
	[WORD_FORM_CHANGED] = { "leaves as: {1}; before: {0}",
	    "sort sous la forme" NB ": {1}" NB "; avant" NB ": {0}" },
	[WORD_WHEN_CHANGED] = { "when: {1}; before: {0}",
	    "quand" NB ": {1}" NB "; avant" NB ": {0}" },
	[WORD_ALTERNATIVES_CHANGED] = { "its alternatives are others",
	    "ses règles alternatives sont autres" },
	[WORD_CHECK_CHANGED] = { "checked: {1}; before: {0}",
	    "contrôle" NB ": {1}" NB "; avant" NB ": {0}" },
	[WORD_NO_CHECK] = { "not at all", "aucun" },
	[WORD_DEMAND_REMOVED] = { "records that lack it are no longer rejected "
				  "wherever they were",
	    "les enregistrements où il manque ne sont plus rejetés partout où "
	    "ils l'étaient" },
	[WORD_REASON_CHANGED] = { "why: {1} Before: {0}",
	    "pourquoi" NB ": {1} Avant" NB ": {0}" },
	[WORD_PROTECTION_REMOVED] = { "its values are no longer searched in "
				      "what leaves",
	    "ses valeurs ne sont plus cherchées dans ce qui sort" },
	[WORD_REVERSIBLE_NOW] = { "its tokens can be turned back now",
	    "ses jetons sont désormais réversibles" },
	[WORD_ONE_WAY_NOW] = { "its tokens can no longer be turned back",
	    "ses jetons ne sont plus réversibles" },
	[WORD_DOMAIN_CHANGED] = { "its tokens are others: {1}; before: {0}",
	    "ses jetons sont autres" NB ": {1}" NB "; avant" NB ": {0}" },
	[WORD_DOMAIN_SHARED] = { "its tokens are those of the policy {0}, so "
				 "that records of both can be joined",
	    "ses jetons sont ceux de la politique {0}, si bien que les "
	    "enregistrements des deux peuvent être rapprochés" },
	[WORD_RECIPIENT_ADDED] = { "new recipient: {1}",
	    "nouveau destinataire" NB ": {1}" },
	[WORD_RECIPIENT_REMOVED] = { "no longer a recipient: {0}",
	    "n'est plus destinataire" NB ": {0}" },
	[WORD_RECIPIENT_CHANGED] = { "another key or name: {1}; before: {0}",
	    "autre clé ou autre nom" NB ": {1}" NB "; avant" NB ": {0}" },
	[WORD_LIMIT_CHANGED] = { "at most {1}; before: {0}",
	    "{1} au plus" NB "; avant" NB ": {0}" },
	[WORD_SPELLING_CHANGED] = { "records are read otherwise: their record "
				    "path, namespaces or dialect changed",
	    "les enregistrements sont lus autrement" NB
	    ": chemin, espaces de noms ou dialecte ont changé" },
	[WORD_WEAKER] = { "weaker", "plus faible" },
	[WORD_STRONGER] = { "stronger", "plus stricte" },
	[WORD_CHANGED] = { "changed", "autre" },
	[WORD_NO_DIFFERENCES] = { "Nothing that leaves has changed.",
	    "Rien de ce qui sort n'a changé." },
	[WORD_DIFFERENCES] = { "Differences to the version before",
	    "Différences avec la version précédente" },
	[WORD_DIFFERENCES_TEXT] = { "Compared with {0}, version {1}. “Weaker” "
				    "is what lets out more, or cannot be shown "
				    "not to.",
	    "Par rapport à {0}, version {1}. Est «" NB "plus faible" NB
	    "» ce qui laisse sortir davantage, ou dont on ne peut montrer le "
	    "contraire." },

	[WORD_PREVIEW] = { "Preview of a sample", "Aperçu d'un échantillon" },
	[WORD_PREVIEW_TEXT] = { "Values of records are shown here, field by "
				"field: keep this page only if they are made "
				"up.",
	    "Des valeurs d'enregistrements sont montrées ici, champ par "
	    "champ" NB ": ne gardez cette page que si elles sont inventées." },
	[WORD_RECORD] = { "Record {0}", "Enregistrement {0}" },
	[WORD_RECORD_OF] = { "Record {0}, “{1}”",
	    "Enregistrement {0}, «" NB "{1}" NB "»" },
	[WORD_RULE] = { "Rule", "Règle" },
	[WORD_UNNAMED] = { "no rule names it: dropped",
	    "aucune règle ne le nomme" NB ": écarté" },
	[WORD_UNAPPLIED] = { "no rule applies: dropped",
	    "aucune règle ne s'applique" NB ": écarté" },
	[WORD_UNMADE] = { "not written: the record is rejected",
	    "non écrit" NB ": l'enregistrement est rejeté" },

	[WORD_REGISTER] = { "Register of what leaves", "Registre de ce qui "
						       "sort" },
	[WORD_SKIP] = { "Skip to the register", "Aller au registre" },
	[WORD_CONTENTS] = { "Contents", "Sommaire" },
	[WORD_GLANCE] = { "At a glance", "En bref" },
	[WORD_SIGN] = { "Sign-off", "Visa" },
	[WORD_SIGN_TEXT] = { "I have read this register of the policy {0}, and "
			     "approve that data leave as it says. The digest "
			     "names these rules and no others: {1}",
	    "J'ai lu ce registre de la politique {0} et j'approuve que les "
	    "données sortent comme il le dit. L'empreinte désigne ces règles "
	    "et nulles autres" NB ": {1}" },
	[WORD_NAME] = { "Name", "Nom" },
	[WORD_FUNCTION] = { "Function", "Fonction" },
	[WORD_DATE] = { "Date", "Date" },
	[WORD_SIGNATURE] = { "Signature", "Signature" },
	[WORD_EXAMPLES] = { "Examples", "Exemples" },
	[WORD_EXAMPLES_TEXT] = { "Made-up records from the policy's own tests, "
				 "before and after. They name nobody.",
	    "Enregistrements inventés, tirés des tests de la politique, avant "
	    "et après. Ils ne désignent personne." },
	[WORD_BEFORE_IT] = { "Before", "Avant" },
	[WORD_AFTER_IT] = { "After", "Après" },
	[WORD_IS_REJECTED] = { "The record is rejected: {0}",
	    "L'enregistrement est rejeté" NB ": {0}" },
	[WORD_ABSENT] = { "Nowhere in what leaves: {0}",
	    "Nulle part dans ce qui sort" NB ": {0}" },
	[WORD_TESTS] = { "Tests", "Tests" },
	[WORD_TESTS_NONE] = { "No test was found: nothing shows that the "
			      "policy does what it says.",
	    "Aucun test n'a été trouvé" NB
	    ": rien ne montre que la politique fait ce qu'elle dit." },
	[WORD_TESTS_PASSED] = { "Tests that passed: {0} of {1}.",
	    "Tests réussis" NB ": {0} sur {1}." },
	[WORD_TESTS_FAILED] = { "Tests that FAILED: {0} of {1}.",
	    "Tests EN ÉCHEC" NB ": {0} sur {1}." },
	[WORD_COVERAGE] = { "They reach {0} % of the policy: {1} of its rules, "
			    "alternatives and rejections.",
	    "Ils atteignent {0} % de la politique" NB
	    ": {1} de ses règles, alternatives et rejets." },
	[WORD_UNREACHED] = { "Not reached by any test",
	    "Atteint par aucun test" },
	[WORD_PASSED] = { "passed", "réussi" },
	[WORD_FAILED] = { "failed", "échec" },
	[WORD_MADE_BY] = { "Made by tamis {0} from the policy alone: nothing "
			   "here comes from a record of a person.",
	    "Établi par tamis {0} à partir de la seule politique" NB
	    ": rien ici ne vient de l'enregistrement d'une personne." },
};

static translated badges[ACTION_COUNT] = {
	[ACTION_KEEP] = { "kept", "conservé" },
	[ACTION_DROP] = { "dropped", "écarté" },
	[ACTION_TOKENIZE] = { "token", "jeton" },
	[ACTION_TRUNCATE] = { "cut", "tronqué" },
	[ACTION_GENERALIZE] = { "coarser", "généralisé" },
	[ACTION_MASK] = { "masked", "masqué" },
	[ACTION_REPLACE] = { "constant", "constante" },
	[ACTION_MAP] = { "recoded", "recodé" },
	[ACTION_SHIFT] = { "moved", "décalé" },
	[ACTION_SEAL] = { "sealed", "scellé" },
};

/* In English the table of types says it. */
static const char *const french_types[TYPE_COUNT] = {
	[TYPE_ANY] = "quelconque",
	[TYPE_NIR] = "un numéro de sécurité sociale (NIR), de 13 caractères ou "
		     "avec une clé quelconque",
	[TYPE_NIR_KEY] = "un numéro de sécurité sociale (NIR) dont la clé, si "
			 "elle est là, est juste",
	[TYPE_INS] = "un matricule INS" NB
		     ": la forme d'un NIR, avec une clé quelconque",
	[TYPE_RPPS] = "le numéro RPPS d'un professionnel de santé" NB
		      ": 11 chiffres, dont une clé juste",
	[TYPE_FINESS] = "le numéro FINESS d'un établissement" NB
			": 9 chiffres, dont une clé juste, ou 2A ou 2B et 7 "
			"chiffres",
	[TYPE_DATE] = "une année, un mois ou un jour" NB
		      ": 2021, 2021-11, 2021-11-03, 20211103",
	[TYPE_DATETIME] =
	    "un jour et une heure" NB ": 2021-11-03T14:05, 202111031405",
	[TYPE_POSTCODE_FR] = "un code postal français" NB ": 5 chiffres",
	[TYPE_INSEE_FR] = "le code INSEE d'une commune" NB
			  ": 5 chiffres, ou 2A ou 2B et 3 chiffres",
	[TYPE_PHONE] = "un numéro de téléphone, international ou français",
	[TYPE_EMAIL] = "une adresse électronique",
	[TYPE_CODE] =
	    "une suite de 1 à 64 caractères parmi A-Z a-z 0-9 . _ : / + -, où "
	    "ne paraît aucun NIR",
	[TYPE_NUMBER] = "un nombre décimal",
	[TYPE_INTEGER] = "un nombre entier",
	[TYPE_BOOLEAN] = "vrai ou faux",
	[TYPE_TEXT] = "un texte sans caractères de contrôle",
};

static const char *const french_normal[NORMALIZE_COUNT] = {
	[NORMALIZE_NONE] = "la valeur telle quelle",
	[NORMALIZE_NIR] = "les 13 caractères du NIR, sans espaces, points ni "
			  "clé",
	[NORMALIZE_DIGITS] = "les chiffres, sans espaces, points ni tirets",
	[NORMALIZE_PHONE] = "le numéro de téléphone, sous sa forme "
			    "internationale",
	[NORMALIZE_EMAIL] = "l'adresse électronique, en minuscules",
	[NORMALIZE_IDENTITY] = "les noms, prénoms et dates de naissance, "
			       "quelle qu'en soit l'écriture",
};

static const struct {
	const char *to;
	translated says;
} coarser[] = {
	{ "departement", { "the département", "le département" } },
	{ "region", { "the region", "la région" } },
	{ "year", { "the year", "l'année" } },
	{ "quarter", { "the quarter of the year", "le trimestre" } },
	{ "month", { "the month", "le mois" } },
	{ "day", { "the day", "le jour" } },
	{ "hour", { "the hour", "l'heure" } },
	{ "age-1y", { "the age in full years, from 90 on as 90+, on the date "
		      "{0}",
			"l'âge en années révolues, 90+ à partir de 90, à la "
			"date {0}" } },
	{ "age-5y", { "the age in classes of 5 years, from 90 on as 90+, on "
		      "the date {0}",
			"l'âge par classes de 5 ans, 90+ à partir de 90, à la "
			"date {0}" } },
	{ "age-10y", { "the age in classes of 10 years, from 90 on as 90+, on "
		       "the date {0}",
			 "l'âge par classes de 10 ans, 90+ à partir de 90, à "
			 "la date {0}" } },
};

const char *
word(enum language l, enum word w)
{
	return sentences[w][l];
}

/* Adds a sentence up to its next place; what is left of it, or NULL. */
static const char *
add_until_place(struct buf *out, const char *s)
{
	const char *place = strchr(s, '{');

	if (place == NULL) {
		buf_add_text(out, s);
		return NULL;
	}
	buf_add(out, s, (size_t)(place - s));
	return place + 1;
}

void
words_fill(
    struct buf *out, const char *sentence, const struct slice *fill, size_t n)
{
	while ((sentence = add_until_place(out, sentence)) != NULL) {
		size_t i = (size_t)(*sentence - '0');

		if (i < n)
			buf_add_slice(out, fill[i]);
		sentence += 2;
	}
}

void
words_say(struct buf *out, enum language l, enum word w, struct slice a,
    struct slice b)
{
	const struct slice fill[] = { a, b };

	words_fill(out, word(l, w), fill, 2);
}

const char *
words_badge(enum language l, enum action_id action)
{
	return badges[action][l];
}

const char *
words_type(enum language l, enum type_id type)
{
	return l == LANGUAGE_FR ? french_types[type] : types[type].help;
}

const char *
words_normal(enum language l, enum normalize_id normalize)
{
	return l == LANGUAGE_FR ? french_normal[normalize]
				: normalizations[normalize].help;
}

const char *
words_coarser(enum language l, struct slice to)
{
	for (size_t i = 0; i < sizeof(coarser) / sizeof(coarser[0]); i++)
		if (slice_is(to, coarser[i].to))
			return coarser[i].says[l];
	return NULL;
}

struct slice
words_of(const struct node *node, enum language l)
{
	const struct node *found = NULL;

	if (node == NULL)
		return (struct slice){ 0 };
	if (node->kind == NODE_OBJECT)
		found = node_find(node, language_codes[l]);
	if (found == NULL)
		found = node->shown != NULL ? node->shown : node;
	return found->text;
}
