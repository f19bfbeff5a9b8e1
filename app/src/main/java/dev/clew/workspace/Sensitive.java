package dev.clew.workspace;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Names that files with keys and passwords have: what is in them is never kept.
final class Sensitive {
  private static final Set<String> NAMES =
      Set.of(
          ".netrc",
          "_netrc",
          ".npmrc",
          ".pypirc",
          ".pgpass",
          ".my.cnf",
          ".htpasswd",
          ".dockercfg",
          ".git-credentials",
          ".vault-token",
          ".terraformrc",
          "credentials",
          "credentials.json",
          "credentials.yml",
          "credentials.yaml",
          "credentials.toml",
          "client_secret.json",
          "secrets.json",
          "secrets.yml",
          "secrets.yaml",
          "secrets.toml",
          "id_rsa",
          "id_dsa",
          "id_ecdsa",
          "id_ecdsa_sk",
          "id_ed25519",
          "id_ed25519_sk");
  private static final List<String> ENDINGS =
      List.of(
          ".pem",
          ".key",
          ".p12",
          ".pfx",
          ".p8",
          ".jks",
          ".keystore",
          ".kdbx",
          ".ppk",
          ".ovpn",
          ".tfstate",
          ".tfstate.backup",
          ".tfvars");
  private static final Set<String> FOLDERS = Set.of(".ssh", ".aws", ".gnupg", ".kube", ".azure");

  private Sensitive() {}

  /// Whether `path`, below the root, is such a name or in such a folder.
  static boolean is(byte[] path) {
    var text = new String(path, StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT);
    var names = text.split("/", -1);
    for (int i = 0; i + 1 < names.length; i++) {
      if (FOLDERS.contains(names[i])) {
        return true;
      }
    }
    var name = names[names.length - 1];
    return name.startsWith(".env")
        || NAMES.contains(name)
        || ENDINGS.stream().anyMatch(name::endsWith)
        || text.endsWith(".docker/config.json");
  }
}
