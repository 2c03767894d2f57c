package io.github.attention4j.analysis.signal;

import java.util.List;

/** How links are chosen from a matrix of weights. Of equal weights the earlier token is taken. */
public enum AlignmentMethod {
    /** Every query with the key it looks at most. Every query has one link; a key may have none or many. */
    ARGMAX("argmax") {
        @Override
        List<AlignmentLink> links(double[][] weights) {
            return LinkMatrix.argmax(weights).links(weights);
        }
    },
    /**
     * Query and key that are each other's largest weight ("Argmax" of Sabet et al. 2020). At most one link for each:
     * few links, most of them right.
     */
    MUTUAL_ARGMAX("mutual-argmax") {
        @Override
        List<AlignmentLink> links(double[][] weights) {
            return LinkMatrix.mutual(weights).links(weights);
        }
    },
    /**
     * "IterMax" of Sabet et al. (2020) with one more round: mutual maxima, then mutual maxima of what is left, where
     * weights of a query or key that has a link count 0.9 times and those of two that both have one not at all. No
     * more than {@link #MUTUAL_ARGMAX} where there are two queries or keys or fewer, or all of one side are linked.
     */
    ITERMAX("itermax") {
        @Override
        List<AlignmentLink> links(double[][] weights) {
            return IterativeMaximum.of(weights).links(weights);
        }
    },
    /**
     * The path from the first query and key to the last ones that never goes back and has the largest sum (dynamic time
     * warping, Sakoe and Chiba 1978), as it is taken for speech, where what is said follows the recording. Weights are
     * first standardised along each key's column, as Whisper does, so that keys that all queries look at do not pull
     * the path. Whisper also smooths along time and standardises head by head; neither is done here. O(queries · keys).
     */
    MONOTONE("monotone") {
        @Override
        List<AlignmentLink> links(double[][] weights) {
            return MonotonePath.of(weights).links(weights);
        }
    };

    private final String label;

    AlignmentMethod(String label) {
        this.label = label;
    }

    /**
     * The method's name in print.
     *
     * @return lower case
     */
    public String label() {
        return label;
    }

    /** The links by query, then key, of a matrix {@code [queries][keys]} that is left as it is. */
    abstract List<AlignmentLink> links(double[][] weights);
}
