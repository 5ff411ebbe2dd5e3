/*
 * path: which values a rule is about, as steps.
 *
 * The text of a path is native to the format of the record kind; the steps
 * are common to all formats.  JSON:
 *
 *	path      = step *( "." step )            no blanks between
 *	step      = name *( suffix ) / "**"
 *	name      = bare / quoted
 *	bare      = one or more characters other than . [ ] " ' * = ! ^ \
 *	            and blanks and control characters
 *	quoted    = a JSON string without U+0000: "date naissance"
 *	suffix    = "[]" / "[0]" / "[" predicate "]"
 *	predicate = name ( "=" / "!=" / "^=" ) "'" characters "'"
 *
 * A quote inside a predicate's characters is written twice.  "[]" means each
 * element of an array, "[0]" the first one.  A predicate holds for an object,
 * or for each element of an array, that has the member; several on one step
 * must all hold, and neither "[]" nor "[0]" may follow them.
 * "**" means any number of members and elements, also none; it may not come
 * last, nor twice in a row.
 *
 * HL7 v2, and HPRIM Sante with its types of lines in place of segments:
 *
 *	path      = segment *select "-" number *1( 1*select ) *2( "." number )
 *	segment   = three capitals or digits, a capital first; HPRIM: 1 to 3
 *	number    = decimal, 1 to 999
 *	select    = "[" operand ( "=" / "!=" / "^=" ) "'" characters "'" "]"
 *	operand   = number *( "." number )
 *
 * PID-3 is each repetition of field 3 as one value, PID-3.4 its component 4,
 * PID-3.4.2 a subcomponent.  The operand of a segment's predicate is a field,
 * component or subcomponent; of a repetition's, a component or subcomponent.
 * HPRIM counts the type of the line as field 1.  MSH-1, MSH-2, H-2 and the
 * type of a line cannot be named.  The steps are NAME (segment), SELECT if
 * stated, NAME (field), SELECT or EACH (repetition), NAME (component), NAME
 * (subcomponent); numbers are names.
 *
 * XML, a subset of XPath:
 *
 *	path      = 1*( ( "/" / "//" ) step ) [ ( "/" / "//" ) "@" qname ]
 *	step      = qname *( "[" operand op "'" characters "'" "]" )
 *	op        = "=" / "!=" / "^="
 *	operand   = "@" qname / qname *( "/" qname ) [ "/@" qname ]
 *	qname     = [ prefix ":" ] name
 *
 * A path that does not end in an attribute is about the text of an element.
 * A name without prefix is in no namespace; "xml" needs no declaration.  The
 * machine's name of an element is a byte that numbers its namespace (1: none,
 * 2 and on: place in the list, PATH_XML_NAMESPACE: that of "xml"), then its
 * local name; of an attribute the same behind "@"; of the text of an element,
 * as if it were its child, PATH_XML_TEXT.  The operand of a predicate is
 * spelled so, too, with "/" between its steps.  "//" is STEP_DEEP.
 */
#ifndef MATCH_PATH_H
#define MATCH_PATH_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/slice.h"

enum step_kind {
	STEP_NAME,   /* the member called `name` */
	STEP_EACH,   /* each element of an array */
	STEP_FIRST,  /* the first element of an array */
	STEP_SELECT, /* the object, or element, for which predicates hold */
	STEP_DEEP,   /* any number of levels */
};

enum predicate_op { PREDICATE_IS, PREDICATE_IS_NOT, PREDICATE_STARTS };

struct predicate {
	struct slice operand; /* name of the member that is compared */
	enum predicate_op op;
	struct slice value;
};

/* An element has text or elements in it: no path can have both. */
enum step_place { STEP_ANYWHERE, STEP_TEXT, STEP_CHILD };

struct step {
	enum step_kind kind;
	struct slice name;                  /* STEP_NAME */
	enum step_place place;              /* STEP_NAME */
	const struct predicate *predicates; /* STEP_SELECT */
	size_t predicate_count;
};

struct path {
	struct slice text; /* as written */
	const struct step *steps;
	size_t step_count;
	bool deep; /* has a STEP_DEEP */
};

/* Why a path cannot be read, and where. */
struct path_fault {
	const char *why; /* a constant sentence without capital and full stop */
	size_t at;       /* byte of the text */
};

/*
 * Reads the JSON notation.  Everything in *path lives in the arena.  Returns
 * 0; -1 with *fault set when the text is no path (fault->why is NULL when the
 * arena failed).
 */
int path_parse_json(struct arena *a, struct slice text, struct path *path,
    struct path_fault *fault);

/* path_parse_json() for the HL7 v2 notation, or that of HPRIM. */
int path_parse_hl7v2(struct arena *a, struct slice text, bool hprim,
    struct path *path, struct path_fault *fault);

/* A prefix that stands for a namespace in the paths of a policy. */
struct namespace
{
	struct slice prefix, uri;
};

#define PATH_XML_NAMESPACES   32 /* most namespaces of a policy */
#define PATH_XML_NO_NAMESPACE 1
#define PATH_XML_NAMESPACE    (PATH_XML_NAMESPACES + 2)
#define PATH_XML_TEXT         "#"

/*
 * Whether a policy can have a namespace of this name, which is written into
 * output: of ASCII without blanks and what XML would have to escape.
 */
bool path_xml_is_namespace(struct slice uri);

/* path_parse_json() for the XML notation, with these prefixes. */
int path_parse_xml(struct arena *a, struct slice text,
    const struct namespace *namespaces, size_t namespace_count,
    struct path *path, struct path_fault *fault);

/* What people call the value of an XML path: the last name in it. */
struct slice path_xml_name(const struct path *path);

/*
 * path_parse_json() for CSV: the text is the name of a column, whatever
 * characters it has.
 */
int path_parse_csv(struct arena *a, struct slice text, struct path *path,
    struct path_fault *fault);

/*
 * Places: where in a record a value stands, as both a path and somebody who
 * walks a record without the policy can tell.  Sealed values are bound to them
 * (crypto/seal.h).  A place has no predicates, and record paths are no part of
 * it.
 *
 *	JSON	the names of the members, with dots between, quoted where a path
 *		must quote them.  Elements leave no trace, since predicates hold
 *		for an object or for each element of an array alike: the place
 *		of `telecom[].value`, of `telecom[use='work'].value` and of the
 *		value of an object `telecom` is `telecom.value`
 *	CSV	the name of the column
 *	HL7 v2	SEGMENT-FIELD[.COMPONENT[.SUBCOMPONENT]], without parts `.1` at
 *		the end, since what has no parts is its part 1: PID-13, PID-13.1
 *		and PID-13.1.1 are `PID-13`; PID-13.4.1 is `PID-13.4`
 *	XML	for each element `/{NAMESPACE}NAME`, for an attribute at the end
 *		`/@{NAMESPACE}NAME`; without the braces where there is no
 *		namespace; a `}` in the namespace's name is written twice
 *
 * A path with a STEP_DEEP has no place.  Each call adds the place to *place,
 * which was empty, and may fail.
 */
void path_place_json(const struct path *path, struct buf *place);
void path_place_csv(const struct path *path, struct buf *place);
void path_place_hl7v2(const struct path *path, struct buf *place);
void path_place_xml(const struct path *path, const struct namespace *namespaces,
    struct buf *place);

/*
 * The parts that places are made of, for those who walk a record: the name of
 * a member, of an element or attribute (uri.len 0: in no namespace), and what
 * is left away at the end of a place of HL7 v2.
 */
void path_place_member(struct buf *place, struct slice name);
void path_place_element(struct buf *place, struct slice uri, struct slice name);
void
path_place_attribute(struct buf *place, struct slice uri, struct slice name);
void path_place_end_hl7v2(struct buf *place);

#endif
