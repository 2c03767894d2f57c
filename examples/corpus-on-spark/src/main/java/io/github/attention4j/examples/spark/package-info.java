/** Statistics over a corpus on Apache Spark: the model goes to each machine once, numbers come back. */
@NullMarked
package io.github.attention4j.examples.spark;

import org.jspecify.annotations.NullMarked;
