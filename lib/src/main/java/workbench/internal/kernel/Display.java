package workbench.internal.kernel;

import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import workbench.internal.drawing.Grid;
import workbench.internal.drawing.Picture;
import workbench.internal.text.Text;

/**
 * Puts things below the cell that runs; without a kernel, or when no cell runs, it prints their
 * text. Thread-safe.
 */
public final class Display {

    private Display() {}

    /** A piece of HTML, with a text that says the same where HTML cannot be shown. */
    public static void html(String html, String text) {
        show(Map.of("text/html", html), Map.of(), text);
    }

    /** A picture, with its alternative text for those who cannot see it. */
    public static void picture(Picture picture) {
        var png = Base64.getEncoder().encodeToString(picture.png());
        var alt = Text.html(picture.alt());
        // JupyterLab drops the alternative text of an image/png, but keeps that of an <img>.
        var html =
                "<img alt=\""
                        + alt
                        + "\" width=\""
                        + picture.width()
                        + "\" style=\"max-width: 100%; height: auto\" src=\"data:image/png;base64,"
                        + png
                        + "\">";
        show(
                Map.of("text/html", html, "image/png", png),
                Map.of("image/png", Map.of("alt", picture.alt(), "width", picture.width())),
                picture.alt());
    }

    /** A table, at most so many rows of it as a reader looks at. */
    public static void grid(Grid grid) {
        html(grid.html(), grid.text());
    }

    private static void show(
            Map<String, String> forms, Map<String, Map<String, Object>> metadata, String text) {
        var all = new LinkedHashMap<>(forms);
        all.put("text/plain", text);
        var shown = Kernel.running().map(kernel -> kernel.display(all, metadata, null));
        if (!shown.orElse(false)) {
            System.out.println(text);
        }
    }
}
