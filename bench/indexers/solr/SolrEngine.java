import java.nio.file.Path;
import org.apache.solr.embedded.JettyConfig;
import org.apache.solr.embedded.JettySolrRunner;

/** A real Solr on 127.0.0.1. Arguments: home, port. Prints a line when it listens, ends when its input does. */
class SolrEngine {
  public static void main(String[] arguments) throws Exception {
    System.setProperty("host", "127.0.0.1");
    JettyConfig config = JettyConfig.builder().setPort(Integer.parseInt(arguments[1])).setContext("/solr").build();
    JettySolrRunner solr = new JettySolrRunner(Path.of(arguments[0]).toAbsolutePath().toString(), config);
    solr.start();
    System.out.println("listening");
    System.in.transferTo(java.io.OutputStream.nullOutputStream());
    solr.stop();
    System.exit(0);
  }
}
