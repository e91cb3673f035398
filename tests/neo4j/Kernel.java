import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.neo4j.configuration.GraphDatabaseInternalSettings;
import org.neo4j.configuration.GraphDatabaseSettings;
import org.neo4j.configuration.connectors.BoltConnector;
import org.neo4j.configuration.helpers.SocketAddress;
import org.neo4j.dbms.api.DatabaseManagementServiceBuilder;
import org.neo4j.io.ByteUnit;

/**
 * Neo4j Community with its Bolt server on loopback: `Kernel HOME PORT [SETTINGS]`; ends with its input.
 * With `-DkeepPlans=true` no plan is made again as the graph or the lists that are given grow, which
 * suits tiny graphs.
 */
public class Kernel {
    public static void main(String[] arguments) throws IOException {
        var server = new DatabaseManagementServiceBuilder(Path.of(arguments[0]))
                .setConfig(BoltConnector.enabled, true)
                .setConfig(
                        BoltConnector.listen_address,
                        new SocketAddress("127.0.0.1", Integer.parseInt(arguments[1])))
                .setConfig(GraphDatabaseSettings.pagecache_memory, ByteUnit.mebiBytes(256));
        if (Boolean.getBoolean("keepPlans")) {
            server.setConfig(GraphDatabaseSettings.cypher_min_replan_interval, Duration.ofHours(1))
                    .setConfig(GraphDatabaseSettings.query_statistics_divergence_threshold, 1.0)
                    .setConfig(GraphDatabaseInternalSettings.cypher_size_hint_parameters, false)
                    .setConfig(GraphDatabaseSettings.query_cache_size, 10_000);
        }
        if (arguments.length > 2) {
            server.loadPropertiesFromFile(Path.of(arguments[2]));
        }
        var running = server.build();
        System.out.println("ready");
        while (System.in.read() != -1) {
            // Nothing is expected: the end of the input is the signal.
        }
        // Most graphs are thrown away, and an orderly shutdown takes eleven seconds.
        if (Boolean.getBoolean("orderly")) {
            running.shutdown();
        }
        Runtime.getRuntime().halt(0);
    }
}
