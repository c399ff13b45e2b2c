import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Pattern;
import jdk.jshell.ErroneousSnippet;
import jdk.jshell.JShell;
import jdk.jshell.MethodSnippet;
import jdk.jshell.Snippet;
import jdk.jshell.SourceCodeAnalysis.Completeness;
import jdk.jshell.TypeDeclSnippet;
import jdk.jshell.VarSnippet;

/**
 * Tells what the cells of notebooks are made of, read by JShell's own parser; nothing is run.
 *
 * <p>Reads a line per cell: a key, a tab, the source in Base64. Writes a line per snippet, parted
 * by tabs: the key, the kind, the name, the type, the parameters' types, the source in Base64.
 * What cannot be parsed has the kind UNFINISHED.
 */
void main() throws Exception {
    try (var shell = JShell.builder().executionEngine("local").build()) {
        for (String line; (line = IO.readln()) != null; ) {
            var cell = line.split("\t");
            split(shell, cell[0], new String(Base64.getDecoder().decode(cell[1]),
                    StandardCharsets.UTF_8));
        }
    }
}

/** A variable without a written type; JShell finds no name in it, as it cannot find its type. */
final Pattern INFERRED = Pattern.compile("\\s*(?:final\\s+)?var\\s+(\\w+)");

void split(JShell shell, String key, String source) {
    var analysis = shell.sourceCodeAnalysis();
    for (var rest = source; !rest.isBlank(); ) {
        var next = analysis.analyzeCompletion(rest);
        if (next.completeness() == Completeness.EMPTY) {
            return; // only a comment is left
        }
        if (!next.completeness().isComplete()) {
            tell(key, "UNFINISHED", "", "", "", rest);
            return;
        }
        for (var snippet : analysis.sourceToSnippets(next.source())) {
            describe(key, snippet);
        }
        rest = next.remaining();
    }
}

void describe(String key, Snippet snippet) {
    var kind = snippet.kind().toString();
    var source = snippet.source();
    switch (snippet) {
        case MethodSnippet method ->
            tell(key, kind, method.name(), method.signature(), method.parameterTypes(), source);
        case VarSnippet variable ->
            tell(key, kind, variable.name(), variable.typeName(), "", source);
        case TypeDeclSnippet type -> tell(key, kind, type.name(), "", "", source);
        case ErroneousSnippet _ when INFERRED.matcher(source).lookingAt() -> {
            var name = INFERRED.matcher(source);
            name.lookingAt();
            tell(key, "VAR", name.group(1), "var", "", source);
        }
        // Names are not looked up, so an expression is "erroneous"; its probable kind is right.
        case ErroneousSnippet unresolved ->
            tell(key, unresolved.probableKind().toString(), "", "", "", source);
        default -> tell(key, kind, "", "", "", source);
    }
}

void tell(String key, String kind, String name, String type, String parameters, String source) {
    IO.println(String.join("\t", key, kind, name == null ? "" : name, type == null ? "" : type,
            parameters == null ? "" : parameters,
            Base64.getEncoder().encodeToString(source.getBytes(StandardCharsets.UTF_8))));
}
