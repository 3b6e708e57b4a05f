import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.FuzzyQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.store.ByteBuffersDirectory;

/**
 * Lucene as a rival. Reads a count and as many names, then one question a line ("exact" or "fuzzy", tab, text);
 * answers each with its own microseconds of processor time and the numbers of the names found, best first.
 *
 * A name is one term, the index is in memory and merged into one segment: the fastest that Lucene offers for this.
 */
public final class FuzzyRunner {
  public static void main(String[] arguments) throws Exception {
    boolean asGbif = arguments[0].equals("gbif");
    int candidates = Integer.parseInt(arguments[1]);
    BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);

    ByteBuffersDirectory directory = new ByteBuffersDirectory();
    int count = Integer.parseInt(in.readLine());
    try (IndexWriter writer = new IndexWriter(directory, new IndexWriterConfig().setRAMBufferSizeMB(256))) {
      for (int id = 0; id < count; id++) {
        Document document = new Document();
        document.add(new StringField("name", in.readLine(), Field.Store.NO));
        document.add(new NumericDocValuesField("id", id));
        writer.addDocument(document);
      }
      writer.forceMerge(1);
    }
    DirectoryReader reader = DirectoryReader.open(directory);
    IndexSearcher searcher = new IndexSearcher(reader);
    searcher.setQueryCache(null); // the questions are all different
    LeafReaderContext leaf = reader.leaves().get(0);
    out.println("ready");
    ThreadMXBean clock = ManagementFactory.getThreadMXBean();

    for (String line = in.readLine(); line != null; line = in.readLine()) {
      long start = clock.getCurrentThreadCpuTime();
      int tab = line.indexOf('\t');
      Term term = new Term("name", line.substring(tab + 1));
      Query query = line.startsWith("exact") ? new TermQuery(term) : fuzzy(term, asGbif);
      ScoreDoc[] found = searcher.search(query, candidates).scoreDocs;
      StringBuilder answer = new StringBuilder();
      for (ScoreDoc one : found) {
        NumericDocValues ids = leaf.reader().getNumericDocValues("id");
        ids.advanceExact(one.doc - leaf.docBase);
        answer.append(' ').append(ids.longValue());
      }
      long nanoseconds = clock.getCurrentThreadCpuTime() - start;
      out.println(nanoseconds / 1000.0 + answer.toString());
    }
  }

  private static Query fuzzy(Term term, boolean asGbif) {
    int edits = !asGbif || term.text().length() > 10 ? 2 : 1;
    return new FuzzyQuery(term, edits, asGbif ? 1 : 0, 50, true);
  }
}
