package io.github.attention4j.examples.search;

import io.github.attention4j.analysis.signal.TermWeight;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.FeatureField;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.store.ByteBuffersDirectory;

/**
 * Passages in memory with two fields: the text, for BM25, and the attention weights of its terms as features, which
 * Lucene keeps with nine bits of precision.
 */
public final class SearchIndex implements AutoCloseable {
    static final String TEXT = "text";
    static final String ATTENTION = "attention";
    private static final String ID = "id";

    private final ByteBuffersDirectory directory;
    private final DirectoryReader reader;
    private final IndexSearcher searcher;

    private SearchIndex(ByteBuffersDirectory directory) throws IOException {
        this.directory = directory;
        this.reader = DirectoryReader.open(directory);
        this.searcher = new IndexSearcher(reader);
    }

    /**
     * A passage that was found.
     *
     * @param id its name
     * @param score its score, larger is better
     */
    public record Hit(String id, float score) {}

    /**
     * Indexes passages.
     *
     * @param passages what to search
     * @param terms weighs their terms
     * @return an index in memory
     * @throws IOException if Lucene fails
     */
    public static SearchIndex of(List<Passage> passages, AttentionTerms terms) throws IOException {
        ByteBuffersDirectory directory = new ByteBuffersDirectory();
        try (IndexWriter writer = new IndexWriter(directory, new IndexWriterConfig(Terms.ANALYZER))) {
            for (Passage passage : passages) {
                Document document = new Document();
                document.add(new StoredField(ID, passage.id()));
                document.add(new TextField(TEXT, passage.text(), Field.Store.NO));
                for (TermWeight term : terms.of(passage.text())) {
                    // Features are above zero.
                    float weight = Math.max((float) term.weight(), Float.MIN_NORMAL);
                    document.add(new FeatureField(ATTENTION, term.term(), weight));
                }
                writer.addDocument(document);
            }
        }
        return new SearchIndex(directory);
    }

    /**
     * Searches.
     *
     * @param text the query's words
     * @param scoring how documents are scored
     * @param count how many to return at most
     * @return the best, the first one first; equal ones in the order in which they were indexed
     * @throws IOException if Lucene fails
     */
    public List<Hit> search(String text, Scoring scoring, int count) throws IOException {
        List<Hit> hits = new ArrayList<>();
        for (ScoreDoc found : searcher.search(scoring.query(reader, text), count).scoreDocs) {
            hits.add(new Hit(searcher.storedFields().document(found.doc).get(ID), found.score));
        }
        return hits;
    }

    @Override
    public void close() throws IOException {
        reader.close();
        directory.close();
    }
}
