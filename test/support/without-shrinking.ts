/** For mutation testing: that a law is broken is enough, the smallest counterexample would take a hundred times as long. */
import fc from "fast-check";

fc.configureGlobal({ endOnFailure: true });
