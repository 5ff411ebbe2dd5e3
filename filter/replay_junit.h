/*
 * replay_junit: what came of a replay, for build servers (junit.h): a suite for
 * each file of the data set, and in it a test for each thing that a replay
 * ends with 1 for.
 */
#ifndef REPLAY_JUNIT_H
#define REPLAY_JUNIT_H

#include "junit.h"

/* Adds all suites.  compares: results are compared with others.  TAMIS_ENOMEM.
 */
int replay_junit(struct junit *j, struct tamis_replay *replay, bool compares,
    struct tamis_error *err);

#endif
