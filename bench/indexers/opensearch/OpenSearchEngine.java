import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.opensearch.common.settings.Settings;
import org.opensearch.geo.GeoModulePlugin;
import org.opensearch.node.InternalSettingsPreparer;
import org.opensearch.node.Node;
import org.opensearch.transport.Netty4Plugin;

/** A real OpenSearch node on 127.0.0.1. Arguments: home, port. Prints a line when it listens, ends when its input does. */
class OpenSearchEngine {
  /** The constructor that takes plugins is for subclasses. */
  static class EmbeddedNode extends Node {
    EmbeddedNode(Settings settings) {
      super(
          InternalSettingsPreparer.prepareEnvironment(settings, Map.of(), null, () -> "binomen"),
          List.of(Netty4Plugin.class, GeoModulePlugin.class),
          false);
    }
  }

  public static void main(String[] arguments) throws Exception {
    Settings settings =
        Settings.builder()
            .put("path.home", Path.of(arguments[0]).toAbsolutePath().toString())
            .put("cluster.name", "binomen")
            .put("discovery.type", "single-node")
            .put("network.host", "127.0.0.1")
            .put("http.port", arguments[1])
            .put("transport.port", "0")
            .put("http.type", "netty4")
            .put("transport.type", "netty4")
            .put("node.store.allow_mmap", false)
            .build();
    Node node = new EmbeddedNode(settings).start();
    System.out.println("listening");
    System.in.transferTo(java.io.OutputStream.nullOutputStream());
    node.close();
    System.exit(0);
  }
}
