import java.security.KeyStore;
import java.security.cert.CertificateFactory;

/** Writes a trust store with the JDK's own certificates and those of a file of PEM texts. */
void main(String[] arguments) throws Exception {
    var password = "changeit".toCharArray();
    var cacerts = new File(System.getProperty("java.home"), "lib/security/cacerts");
    var store = KeyStore.getInstance(cacerts, password);
    try (var pem = new FileInputStream(arguments[0])) {
        int number = 0;
        for (var each : CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
            store.setCertificateEntry("given-" + number++, each);
        }
    }
    var trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, password);
    for (var alias : Collections.list(store.aliases())) {
        trusted.setCertificateEntry(alias, store.getCertificate(alias));
    }
    try (var file = new FileOutputStream(arguments[1])) {
        trusted.store(file, password);
    }
}
