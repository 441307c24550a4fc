package demitasse.kernel.classpath;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.util.Set;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.transform.OutputKeys;
import javax.xml.transform.Transformer;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;

/** Makes a POM of the part of one that somebody has pasted: whole sections or single entries. */
final class PomFragment {
  /** What says where libraries are and which; the rest of a POM builds something. */
  private static final Set<String> SECTIONS =
      Set.of("parent", "properties", "dependencyManagement", "profiles");

  private PomFragment() {}

  /**
   * Returns a whole POM.
   *
   * @param xml a POM, or dependencies, repositories, properties and so on in any order
   */
  static String wholePom(String xml) throws IOException {
    String text = xml.strip();
    // A byte order mark, and a declaration that may stand at the very beginning only.
    text = text.replaceFirst("^\\uFEFF?\\s*<\\?xml[^>]*\\?>", "").strip();
    Element pasted = parse("<pasted>" + text + "</pasted>");
    for (Node child = pasted.getFirstChild(); child != null; child = child.getNextSibling()) {
      if (child.getNodeName().equals("project")) {
        return text;
      }
    }
    return toText(pom(pasted));
  }

  private static Element parse(String xml) throws IOException {
    try {
      DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
      factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
      var builder = factory.newDocumentBuilder();
      builder.setErrorHandler(null); // it would print the error beside throwing it
      return builder.parse(new InputSource(new StringReader(xml))).getDocumentElement();
    } catch (SAXParseException e) {
      throw new IOException(
          "this is not part of a POM: line " + e.getLineNumber() + ": " + e.getMessage());
    } catch (SAXException e) {
      throw new IOException("this is not part of a POM: " + e.getMessage());
    } catch (ParserConfigurationException e) {
      throw new IllegalStateException("every JDK can read XML safely", e);
    }
  }

  private static Element pom(Element pasted) throws IOException {
    Document document = pasted.getOwnerDocument();
    Element project = document.createElement("project");
    for (String[] element :
        new String[][] {
          {"modelVersion", "4.0.0"},
          {"groupId", "notebook"},
          {"artifactId", "notebook"},
          {"version", "1"}
        }) {
      append(project, element[0]).setTextContent(element[1]);
    }
    Element dependencies = append(project, "dependencies");
    Element repositories = append(project, "repositories");
    for (Node child = pasted.getFirstChild(), next; child != null; child = next) {
      next = child.getNextSibling();
      switch (child.getNodeName()) {
        case "dependency" -> dependencies.appendChild(child);
        case "repository" -> repositories.appendChild(child);
        case "dependencies" -> moveChildren(child, dependencies);
        case "repositories" -> moveChildren(child, repositories);
        default -> {
          if (SECTIONS.contains(child.getNodeName())) {
            moveChildren(child, section(project, child.getNodeName()));
          }
        }
      }
    }
    return project;
  }

  private static Element section(Element project, String name) {
    for (Node child = project.getFirstChild(); child != null; child = child.getNextSibling()) {
      if (child.getNodeName().equals(name)) {
        return (Element) child;
      }
    }
    return append(project, name);
  }

  private static Element append(Element parent, String name) {
    Element child = parent.getOwnerDocument().createElement(name);
    parent.appendChild(child);
    return child;
  }

  private static void moveChildren(Node from, Element to) {
    while (from.getFirstChild() != null) {
      to.appendChild(from.getFirstChild());
    }
  }

  private static String toText(Element pom) throws IOException {
    try {
      Transformer transformer = TransformerFactory.newInstance().newTransformer();
      transformer.setOutputProperty(OutputKeys.OMIT_XML_DECLARATION, "yes");
      StringWriter text = new StringWriter();
      transformer.transform(new DOMSource(pom), new StreamResult(text));
      return text.toString();
    } catch (TransformerException e) {
      throw new IOException(e);
    }
  }
}
