"""Libraries on the class path: how they are loaded, and what they cannot do to the session."""

import os

from kerneltest import KernelTest, library

FIT = """
package lib;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;

/** Learns nothing, in epochs, and ends between two of them when it is asked to. */
public final class Fit {
  public final List<Double> losses = new ArrayList<>();

  /** Returns what it has when it is interrupted. */
  public Fit fit(int epochs) {
    for (int i = 0; i < epochs && !Thread.currentThread().isInterrupted(); i++) {
      epoch();
    }
    return this;
  }

  /** Says so when it is interrupted, and takes the interrupt away. */
  public Fit fitOrThrow(int epochs) {
    for (int i = 0; i < epochs; i++) {
      epoch();
      if (Thread.interrupted()) {
        throw new CancellationException("stopped after epoch " + losses.size());
      }
    }
    return this;
  }

  private void epoch() {
    long end = System.nanoTime() + 50_000_000;
    while (System.nanoTime() < end) {}
    losses.add(1.0 / (losses.size() + 1));
  }

  /** Does not look at interrupts. */
  public static void deaf(double seconds) {
    long end = System.nanoTime() + (long) (seconds * 1e9);
    while (System.nanoTime() < end) {}
  }
}
"""

QUIT = """
package lib;

import java.util.function.IntConsumer;

public final class Quit {
  public static void exit() { System.exit(3); }
  public static void halt() { Runtime.getRuntime().halt(4); }
  public static void later() {
    IntConsumer exit = System::exit;
    exit.accept(5);
  }
  public static void runtime() {
    IntConsumer exit = Runtime.getRuntime()::exit;
    exit.accept(6);
  }
  public static void inBackground() throws InterruptedException {
    Thread thread = new Thread(Quit::exit, "quitter");
    thread.start();
    thread.join();
  }
}
"""


class Libraries(KernelTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        jar = library("lib.jar", {"lib/Fit.java": FIT, "lib/Quit.java": QUIT})
        cls("ok").ok("%%jars %s\nimport lib.*;" % jar)

    def test_a_fit_that_returns_what_it_has(self):
        self.ok("var fit = new Fit();")
        result = self.interrupted("fit.fit(1_000_000);\nint after = 1;")
        self.assertEqual("Interrupted", result.reply["ename"])
        self.assertLess(result.stop_seconds, 2)
        self.assertGreater(int(self.ok("fit.losses.size()").value), 0)
        self.assertEqual("error", self.run_cell("after").status)

    def test_a_fit_that_throws(self):
        self.ok("var thrown = new Fit();")
        result = self.interrupted("thrown.fitOrThrow(1_000_000)")
        self.assertEqual("error", result.status)
        self.assertLess(result.stop_seconds, 2)
        self.assertIn("stopped after epoch", result.traceback)
        self.assertGreater(int(self.ok("thrown.losses.size()").value), 0)
        self.assertEqual("ok", self.run_cell("thrown.fit(2)").status)

    def test_a_library_that_does_not_listen_is_named(self):
        result = self.interrupted("int n = 0;\nFit.deaf(4.5);\nwhile (true) n++;")
        self.assertEqual("Interrupted", result.reply["ename"])
        self.assertIn("lib.Fit.deaf() does not respond", result.stderr)
        self.assertEqual("2", self.ok("1 + 1").value)

    def test_exit(self):
        self.ok("int kept = 7;")
        for call in ("exit", "halt", "later", "runtime"):
            with self.subTest(call=call):
                result = self.fails("Quit.%s();" % call)
                self.assertIn("System.exit", result.reply["evalue"])
        self.assertEqual("7", self.ok("kept").value)

    def test_exit_in_a_thread_of_the_librarys(self):
        result = self.ok("Quit.inBackground();\nThread.sleep(100);")
        self.assertIn("quitter", result.stderr)
        self.assertIn("System.exit(3)", result.stderr)


AGENT = """
package agent;

import java.lang.instrument.Instrumentation;
import java.util.jar.JarFile;

/** Adds a jar to the JDK's own classes, as libraries for tests do. */
public final class Agent {
  public static void agentmain(String jar, Instrumentation instrumentation) throws Exception {
    instrumentation.appendToBootstrapClassLoaderSearch(new JarFile(jar));
  }
}
"""


class Reading(KernelTest):
    """What libraries do with the classes of cells beyond calling them."""

    def test_class_files(self):
        self.ok(
            "class Plain { int a() { return 1; } }\n"
            "String magic(Class<?> c) throws IOException {\n"
            '  String file = c.getName().replace(\'.\', \'/\') + ".class";\n'
            "  try (InputStream in = c.getClassLoader().getResourceAsStream(file)) {\n"
            "    return Integer.toHexString(new DataInputStream(in).readInt());\n  }\n}"
        )
        for value in ("new Plain()", "new Object() {}", "new Plain() {}", "new Serializable() {}"):
            with self.subTest(value=value):
                self.assertEqual("cafebabe", self.ok("magic((%s).getClass())" % value).value)
        url = "URL url = Plain.class.getResource(Plain.class.getName().substring(5) + \".class\");\n"
        length = "url.openStream().readAllBytes().length == url.openConnection().getContentLength()"
        self.assertEqual("true", self.ok(url + length).value)
        self.assertEqual("null", self.ok('String.valueOf(Plain.class.getResource("None.class"))').value)

    def test_objects_that_are_saved(self):
        self.ok(
            "class Saved implements Serializable { int n = 4; }\n"
            "<T> byte[] save(T value) throws IOException {\n"
            "  var bytes = new ByteArrayOutputStream();\n"
            "  try (var out = new ObjectOutputStream(bytes)) { out.writeObject(value); }\n"
            "  return bytes.toByteArray();\n}\n"
            "Object load(byte[] saved) throws Exception {\n"
            "  return new ObjectInputStream(new ByteArrayInputStream(saved)).readObject();\n}\n"
            "byte[][] saved = new byte[4][];"
        )
        self.ok("saved[0] = save(new Saved());")
        self.ok("saved[1] = save((java.util.function.Supplier<String> & Serializable) () -> \"lambda\");")
        self.ok("saved[2] = save(new Saved() { int twice() { return 2 * n; } @Override public String toString() { return \"mine\"; } });")
        self.ok("saved[3] = save(new ArrayList<>(List.of(1, 2)) {{ add(3); }});")
        self.ok("for (int i = 0; i < 5; i++) { System.gc(); Thread.sleep(50); }")  # nothing else holds their classes
        self.assertEqual("4", self.ok("((Saved) load(saved[0])).n").value)
        self.assertEqual("lambda", self.ok("((java.util.function.Supplier<?>) load(saved[1])).get()").value)
        self.assertEqual("mine", self.ok("load(saved[2]).toString()").value)
        self.assertEqual("[1, 2, 3]", self.ok("load(saved[3]).toString()").value)

    def test_an_agent_that_adds_to_the_jdk(self):
        agent = library("agent.jar", {"agent/Agent.java": AGENT}, "Agent-Class: agent.Agent")
        added = library("added.jar", {"added/Added.java": "package added; public class Added { public static int n = 7; }"})
        self.fails('Class.forName("added.Added")')
        attached = self.ok(
            "var vm = com.sun.tools.attach.VirtualMachine.attach(String.valueOf(ProcessHandle.current().pid()));\n"
            'vm.loadAgent("%s", "%s");\nvm.detach();' % (agent, added)
        )
        self.assertNotIn("WARNING", attached.stderr)
        self.assertEqual("7", self.ok('Class.forName("added.Added").getField("n").get(null)').value)


class ClassPath(KernelTest):
    def test_manifest(self):
        used = library("used.jar", {"used/Used.java": "package used; public class Used { public static int n = 5; }"})
        jar = library(
            "user.jar",
            {"user/User.java": "package user; public class User { public static int n = 1 + used.Used.n; }"},
            "Class-Path: ../%s/used.jar\nImplementation-Version: 1.2" % os.path.basename(os.path.dirname(used)),
            used,
        )
        self.ok("%%jars %s" % jar)
        self.assertEqual("6", self.ok("user.User.n").value)
        self.assertEqual("5", self.ok("used.Used.n").value)
        self.assertEqual("1.2", self.ok("user.User.class.getPackage().getImplementationVersion()").value)
        location = self.ok("user.User.class.getProtectionDomain().getCodeSource().getLocation()").value
        self.assertTrue(location.endswith("user.jar"), location)

    def test_folder(self):
        jar = library("folder.jar", {"inner/Inner.java": "package inner; public class Inner { public static class Deep {} }"})
        self.ok("%%classpath %s" % os.path.join(os.path.dirname(jar), "classes"))
        self.assertEqual("Deep", self.ok("new inner.Inner.Deep().getClass().getSimpleName()").value)

    def test_what_is_no_jar(self):
        path = os.path.join(os.path.dirname(library("x.jar", {"x/X.java": "package x; class X {}"})), "no.jar")
        with open(path, "w") as file:
            file.write("no jar")
        self.ok("%%jars %s" % path)
        self.assertEqual("2", self.ok("1 + 1").value)
