package io.github.attention4j.examples.search;

import io.github.attention4j.analysis.signal.TermWeights;
import java.io.IOException;
import org.apache.lucene.document.FeatureField;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.BoostQuery;
import org.apache.lucene.search.ConstantScoreQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;

/** A way to score documents: the sum over the query's terms of idf times what a term is worth in a document. */
public enum Scoring {
    /** Lucene's BM25 with its usual k1 = 1.2 and b = 0.75. */
    BM25 {
        @Override
        Query term(IndexReader reader, String term) {
            return new TermQuery(new Term(SearchIndex.TEXT, term));
        }
    },
    /** A term is worth its attention weight. */
    ATTENTION {
        @Override
        Query term(IndexReader reader, String term) throws IOException {
            double idf = TermWeights.idf(reader.numDocs(), reader.docFreq(new Term(SearchIndex.ATTENTION, term)));
            return FeatureField.newLinearQuery(SearchIndex.ATTENTION, term, (float) idf);
        }
    },
    /** A term is worth 1 wherever it occurs: what is left of the score when attention tells nothing. */
    PRESENCE {
        @Override
        Query term(IndexReader reader, String term) throws IOException {
            Term inText = new Term(SearchIndex.TEXT, term);
            double idf = TermWeights.idf(reader.numDocs(), reader.docFreq(inText));
            return new BoostQuery(new ConstantScoreQuery(new TermQuery(inText)), (float) idf);
        }
    };

    abstract Query term(IndexReader reader, String term) throws IOException;

    Query query(IndexReader reader, String text) throws IOException {
        BooleanQuery.Builder query = new BooleanQuery.Builder();
        for (String term : Terms.of(text)) {
            query.add(term(reader, term), BooleanClause.Occur.SHOULD);
        }
        return query.build();
    }
}
