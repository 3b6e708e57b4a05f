// OpenRefine's own classes, without its window: reconciles a column against binomen, and fetches what it matched.
// Run by bench/clients/run.ts: java -cp … OpenRefineCheck.java SERVER MISSPELLINGS.tsv
// The last line of its output is JSON: what was asked, and how many checks failed.

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.refine.model.Recon;
import com.google.refine.model.ReconCandidate;
import com.google.refine.model.recon.ReconJob;
import com.google.refine.model.recon.ReconciledDataExtensionJob;
import com.google.refine.model.recon.StandardReconConfig;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

public class OpenRefineCheck {
    static final int ROWS = 1_000;
    static int checks = 0;
    static int failed = 0;

    static void check(String what, boolean holds) {
        checks++;
        if (holds) return;
        failed++;
        System.out.println("FAILED: " + what);
    }

    static JsonNode get(String url) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url)).build();
        return new ObjectMapper().readTree(HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).body());
    }

    public static void main(String[] args) throws Exception {
        String service = args[0] + "/reconcile";
        JsonNode manifest = get(service);
        check("the manifest names types", manifest.path("defaultTypes").size() > 0);

        // wrong, correct, accepted, kind, taxonID
        List<String[]> rows = new ArrayList<>();
        for (String line : Files.readAllLines(Path.of(args[1]))) rows.add(line.split("\t", -1));
        rows = rows.subList(1, Math.min(rows.size(), ROWS + 1));

        JsonNode type = manifest.path("defaultTypes").get(0);
        StandardReconConfig config = new StandardReconConfig(service, manifest.path("identifierSpace").asText(),
                manifest.path("schemaSpace").asText(), type.path("id").asText(), type.path("name").asText(), true, 10, List.of());
        List<ReconJob> jobs = new ArrayList<>();
        for (String[] row : rows) jobs.add(config.createSimpleJob(row[0]));
        int batch = config.getBatchSize(rows.size());
        List<Recon> recons = new ArrayList<>();
        long began = System.nanoTime();
        for (int at = 0; at < jobs.size(); at += batch)
            recons.addAll(config.batchRecon(jobs.subList(at, Math.min(jobs.size(), at + batch)), 1));
        double seconds = (System.nanoTime() - began) / 1e9;

        int matched = 0;
        int right = 0;
        int offered = 0;
        Map<String, String> names = new HashMap<>();
        for (int i = 0; i < rows.size(); i++) {
            Recon recon = recons.get(i);
            check("row " + i + " has an answer without error", recon != null && recon.error == null);
            if (recon == null) continue;
            String meant = rows.get(i)[1];
            ReconCandidate best = recon.getBestCandidate();
            if (best == null) continue;
            if (best.name.startsWith(meant)) offered++;
            names.put(best.id, best.name);
            if (recon.match == null) continue;
            matched++;
            if (recon.match.name.startsWith(meant)) right++;
        }
        check("the best candidate is mostly the right one", offered > rows.size() / 2);

        JsonNode proposed = get(service + "/extend/propose?type=" + type.path("id").asText());
        StringBuilder properties = new StringBuilder();
        for (JsonNode property : proposed.path("properties"))
            properties.append(properties.length() > 0 ? "," : "").append("{\"id\":").append(property.path("id"))
                    .append(",\"name\":").append(property.path("name")).append("}");
        ReconciledDataExtensionJob extension = new ReconciledDataExtensionJob(
                ReconciledDataExtensionJob.DataExtensionConfig.reconstruct("{\"properties\":[" + properties + "]}"), service);
        Set<String> ids = new LinkedHashSet<>(names.keySet().stream().limit(100).toList());
        Map<String, ReconciledDataExtensionJob.DataExtension> extended = extension.extend(ids, new HashMap<>());
        int cells = 0;
        for (String id : ids) {
            check("usage " + id + " is extended", extended.containsKey(id));
            if (!extended.containsKey(id)) continue;
            for (Object[] row : extended.get(id).data) for (Object cell : row) if (cell != null) cells++;
        }
        check("cells are fetched", cells > ids.size());
        System.out.printf(
                "{\"client\":\"OpenRefine %s\",\"checks\":%d,\"failed\":%d,\"names\":%d,\"matched\":%d,\"of these the name meant\":%d,\"best candidate the name meant\":%d,\"fetched columns\":%d,\"fetched cells\":%d,\"names/s\":%d}%n",
                args.length > 2 ? args[2] : "", checks, failed, rows.size(), matched, right, offered,
                extension.columns.size(), cells, Math.round(rows.size() / seconds));
        System.exit(failed == 0 ? 0 : 1);
    }
}
