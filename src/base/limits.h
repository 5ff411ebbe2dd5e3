/*
 * limits: every maximum in one place, with its reason.
 *
 * Measured on public samples (FHIR bundles, CDA documents, HL7 v2 messages):
 * depth 20, name 30 bytes, 717 members, records of 3 MB; well-formed numbers
 * of 120 bytes in the JSON suite.  A policy may lower
 * the first group, never raise it.
 */
#ifndef BASE_LIMITS_H
#define BASE_LIMITS_H

/* Of records. */
#define LIMIT_RECORD     ((size_t)16 << 20) /* bytes of one record */
#define LIMIT_DEPTH      64                 /* containers in containers */
#define LIMIT_NAME       256                /* bytes of a name as written */
#define LIMIT_NUMBER     256                /* bytes of a number */
#define LIMIT_MEMBERS    10000              /* members or repetitions */
#define LIMIT_ATTRIBUTES 64                 /* of one XML element */
#define LIMIT_NAMESPACES 256                /* declared around it and by it */
#define LIMIT_VALUE      ((size_t)1 << 20)  /* bytes of a released value */

/* Of a run: far more than a record and a full buffer take. */
#define LIMIT_GATHERED ((size_t)256 << 20) /* bytes that are to be written */

/* Letters and digits of what is looked for in other values: at least. */
#define LIMIT_ECHO 4

/* Of policies. */
#define LIMIT_POLICY       ((size_t)1 << 20)   /* bytes of one file */
#define LIMIT_POLICY_DEPTH 64                  /* nesting of its JSON */
#define LIMIT_USED_FILES   32                  /* files named by `use` */
#define LIMIT_FIELDS       10000               /* rules of one policy */
#define LIMIT_PARTS        16                  /* paths of one `from` */
#define LIMIT_STEPS        64                  /* steps of one path */
#define LIMIT_PREDICATES   4                   /* predicates of one step */
#define LIMIT_OPERANDS     64                  /* of one selector */
#define LIMIT_SELECTIONS   (1u << 16)          /* answers of one selector */
#define LIMIT_STATES       (1u << 17)          /* states of one matcher */
#define LIMIT_PROGRAM      ((size_t)256 << 20) /* bytes of a program */

/* Of key files. */
#define LIMIT_KEYRING  ((size_t)256 << 10) /* bytes */
#define LIMIT_KEY_NAME 32                  /* characters of a key's name */

/* Of receipts. */
#define LIMIT_RECEIPT ((size_t)64 << 20) /* bytes of one line */

#endif
