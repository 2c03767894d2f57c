/** Zip archives as PyTorch writes and reads them: tensors aligned and never unpacked. Not API. */
@NullMarked
package io.github.attention4j.djl.script.internal.zip;

import org.jspecify.annotations.NullMarked;
