package io.github.attention4j.analysis.corpus;

import java.time.Duration;

/**
 * How far a run has got.
 *
 * @param done inputs taken in, those of earlier runs included
 * @param resumed how many of them an earlier run had taken in
 * @param elapsed since this run began
 */
public record CorpusProgress(long done, long resumed, Duration elapsed) {
    /**
     * The speed of this run.
     *
     * @return inputs per second; 0 as long as no time has passed
     */
    public double perSecond() {
        return elapsed.isZero() ? 0 : (done - resumed) * 1e9 / elapsed.toNanos();
    }
}
