/*
 * risk_figures: what groups of equal records say about risk.
 *
 * k-anonymity: every group has at least k records (L. Sweeney, k-anonymity: a
 * model for protecting privacy, IJUFKS 10(5), 2002).  l-diversity, distinct
 * and entropy (A. Machanavajjhala et al., l-diversity, ICDE 2006).  t-closeness
 * (N. Li, T. Li, S. Venkatasubramanian, t-closeness, ICDE 2007): the earth
 * mover's distance between a group's values and all records'; with the equal
 * distance, which is that of names, and, where all values are numbers, also
 * with the ordered distance.
 *
 * Where a table is a sample (risk_groups.h), numbers are scaled up, and the
 * least and the most are those of the sample: the true ones can only be worse.
 */
#ifndef STUDY_RISK_FIGURES_H
#define STUDY_RISK_FIGURES_H

#include "study/risk/risk.h"

/* Groups of so many records: from this many on, up to the next row. */
#define RISK_CLASSES 10
extern const uint64_t risk_classes[RISK_CLASSES];

struct risk_sizes {
	bool exact;
	uint64_t sampled; /* groups that were looked at */
	double groups;    /* all of them */
	uint64_t smallest, largest;
	double groups_below, records_below; /* in groups smaller than k */
	double below_error; /* standard error of records_below */
	double uniques;     /* groups of one record */
	double class_groups[RISK_CLASSES], class_records[RISK_CLASSES];
};

/* The sizes of a table's groups, which is not empty. */
void risk_sizes(const struct risk_groups *g, uint64_t k, struct risk_sizes *s);

/*
 * The chance to recognize whom a record is about, by a group of the population
 * as many times as large as the population is: that of a prosecutor if it is
 * the records, else of a journalist (K. El Emam, F. K. Dankar, Protecting
 * privacy using k-anonymity, JAMIA 15(5), 2008).
 */
struct risk_attack {
	double highest, average;
};

struct risk_attack
risk_attack(const struct risk_sizes *s, uint64_t records, uint64_t population);

struct risk_diversity {
	uint64_t values;   /* of all records */
	uint64_t distinct; /* l: least in a group */
	double entropy;    /* l: least exp(entropy) of a group */
	double equal;      /* t: greatest distance, and the ordered one */
	bool has_order;    /* all values are numbers, and there are two */
	double ordered;
};

/* What the groups say about the sensitive field.  -1: ERR_NOMEM. */
int
risk_diversity(const struct risk *r, struct risk_diversity *d, struct err *err);

/*
 * The smallest groups of at least k records, the smallest first, into
 * shown[max]; groups of one size in the order of their texts.  Returns how
 * many there are.
 */
size_t risk_smallest(const struct risk_groups *g, uint64_t k,
    const struct risk_group **shown, size_t max);

#endif
