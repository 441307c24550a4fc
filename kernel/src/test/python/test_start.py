"""What a user's environment says of the JVM and of the screen."""

from kerneltest import KernelTest


class OptionsThatClash(KernelTest):
    """With the kernel's own: they count, and the kernel starts."""

    env = {
        "JAVA_TOOL_OPTIONS": "-XX:+UseG1GC -XX:MaxNewSize=16m",
        "JDK_JAVA_OPTIONS": "-Xmx80m -XX:MaxRAMPercentage=75",
        "DISPLAY": ":97",  # which nobody answers at
    }

    def test_what_counts(self):
        beans = "java.lang.management.ManagementFactory.getGarbageCollectorMXBeans()"
        self.assertIn("G1", self.ok(beans + ".get(0).getName()").value)
        most = int(self.ok("Runtime.getRuntime().maxMemory() >> 20").value)
        self.assertLessEqual(most, 100)

    def test_a_chart_without_a_screen(self):
        self.assertEqual("true", self.ok("java.awt.GraphicsEnvironment.isHeadless()").value)
        drawn = self.ok(
            "var image = new java.awt.image.BufferedImage(20, 20, 1);\n"
            'image.createGraphics().drawString("x", 3, 10);\nimage'
        )
        self.assertIn("image/png", drawn.data)


class OtherOptions(KernelTest):
    env = {"JDK_JAVA_OPTIONS": "-XX:+UseParallelGC -Djava.awt.headless=false", "DISPLAY": ""}

    def test_who_says_whether_there_is_a_screen(self):
        self.assertEqual("false", self.ok('System.getProperty("java.awt.headless")').value)

    def test_a_window_that_ends_the_program(self):
        """Without a screen: what a window would be told, told to a class that notes it."""
        self.ok(
            "class Window { int told; void setDefaultCloseOperation(int what) { told = what; } }\n"
            "var window = new Window();\n"
            "window.setDefaultCloseOperation(javax.swing.WindowConstants.EXIT_ON_CLOSE);"
        )
        self.assertEqual("2", self.ok("window.told").value)
        self.ok("window.setDefaultCloseOperation(javax.swing.WindowConstants.HIDE_ON_CLOSE);")
        self.assertEqual("1", self.ok("window.told").value)


class ALargeMachine(KernelTest):
    """Or one that says so: an archive of classes holds for one kind of pointers only."""

    env = {"JAVA_TOOL_OPTIONS": "-XX:MaxRAM=400g"}

    def test_its_pointers_are_those_of_a_small_one(self):
        bean = "java.lang.management.ManagementFactory.getPlatformMXBean(com.sun.management.HotSpotDiagnosticMXBean.class)"
        self.assertEqual("true", self.ok(bean + '.getVMOption("UseCompressedOops").getValue()').value)
        most = int(self.ok("Runtime.getRuntime().maxMemory() >> 30").value)
        self.assertIn(most, range(20, 33))
