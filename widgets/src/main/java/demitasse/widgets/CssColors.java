package demitasse.widgets;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** The colours that a style sheet may name (CSS Color Module Level 4, sections 5 and 6). */
final class CssColors {
  private static final Set<String> NAMES =
      Set.of(
          """
          aliceblue antiquewhite aqua aquamarine azure beige bisque black blanchedalmond blue \
          blueviolet brown burlywood cadetblue chartreuse chocolate coral cornflowerblue cornsilk \
          crimson cyan darkblue darkcyan darkgoldenrod darkgray darkgreen darkgrey darkkhaki \
          darkmagenta darkolivegreen darkorange darkorchid darkred darksalmon darkseagreen \
          darkslateblue darkslategray darkslategrey darkturquoise darkviolet deeppink deepskyblue \
          dimgray dimgrey dodgerblue firebrick floralwhite forestgreen fuchsia gainsboro \
          ghostwhite gold goldenrod gray green greenyellow grey honeydew hotpink indianred indigo \
          ivory khaki lavender lavenderblush lawngreen lemonchiffon lightblue lightcoral lightcyan \
          lightgoldenrodyellow lightgray lightgreen lightgrey lightpink lightsalmon lightseagreen \
          lightskyblue lightslategray lightslategrey lightsteelblue lightyellow lime limegreen \
          linen magenta maroon mediumaquamarine mediumblue mediumorchid mediumpurple \
          mediumseagreen mediumslateblue mediumspringgreen mediumturquoise mediumvioletred \
          midnightblue mintcream mistyrose moccasin navajowhite navy oldlace olive olivedrab \
          orange orangered orchid palegoldenrod palegreen paleturquoise palevioletred papayawhip \
          peachpuff peru pink plum powderblue purple rebeccapurple red rosybrown royalblue \
          saddlebrown salmon sandybrown seagreen seashell sienna silver skyblue slateblue \
          slategray slategrey snow springgreen steelblue tan teal thistle tomato transparent \
          turquoise violet wheat white whitesmoke yellow yellowgreen"""
              .split(" "));

  private static final Pattern HEX = Pattern.compile("#([0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})");

  /** Three numbers or percentages and perhaps an opacity; newer CSS needs no commas. */
  private static final Pattern FUNCTION =
      Pattern.compile(
          "(rgb|hsl)a?\\( *#( *, *| +)#( *, *| +)#(( *, *| */ *)#)? *\\)"
              .replace("#", "[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)(%|deg)?"));

  private CssColors() {}

  /** Tells whether a text is a colour. */
  static boolean include(String text) {
    String color = text.toLowerCase(Locale.ROOT);
    return NAMES.contains(color)
        || HEX.matcher(color).matches()
        || FUNCTION.matcher(color).matches();
  }
}
