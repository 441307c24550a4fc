"""Stop on virtual threads, which Java has from 21 on. Run on a newer Java where one is found."""

import test_stop


class VirtualThreads(test_stop.StopTest):
    def test_virtual_threads_that_compute(self):
        for code in (
            "Thread.startVirtualThread(() -> { long q = 0; while (true) q++; }).join();",
            "try (var e = Executors.newVirtualThreadPerTaskExecutor()) {\n"
            "  for (int i = 0; i < 20; i++) e.submit(() -> { long q = 0; while (true) q++; });\n}",
            "try (var e = Executors.newThreadPerTaskExecutor(Thread.ofVirtual().factory())) {\n"
            "  e.submit(() -> { while (true) { try { while (true); } catch (Throwable t) {} } });\n}",
            "var runs = Thread.ofVirtual().inheritInheritableThreadLocals(false).start("
            "() -> { long q = 0; while (true) q++; });\nThread.sleep(50_000);",
            "CompletableFuture.supplyAsync(() -> { while (true); },"
            " Executors.newVirtualThreadPerTaskExecutor()).join();",
            "IntStream.range(0, 4).mapToObj(i -> Thread.startVirtualThread("
            "() -> IntStream.range(0, 9).parallel().forEach(j -> { while (true); })))"
            ".toList().get(0).join();",
        ):
            with self.subTest(code=code):
                self.check_stop(code)

    def test_virtual_threads_that_wait(self):
        self.ok("var late = new java.util.concurrent.atomic.AtomicInteger();")
        for code in (
            "Thread.startVirtualThread(() -> { try { Thread.sleep(2500); late.incrementAndGet(); }"
            " catch (InterruptedException e) {} });\nThread.sleep(50_000);",
            "try (var e = Executors.newVirtualThreadPerTaskExecutor()) {\n"
            "  e.submit(() -> { Thread.sleep(2500); return late.incrementAndGet(); });\n}",
            "var gate = new java.util.concurrent.Semaphore(0);\n"
            "for (int i = 0; i < 1000; i++) Thread.startVirtualThread(() -> {\n"
            "  try { gate.acquire(); late.incrementAndGet(); } catch (InterruptedException e) {} });\n"
            "Thread.sleep(50_000);",
        ):
            with self.subTest(code=code):
                self.check_stop(code)
        self.ok("Thread.sleep(2500); gate.release(1000); Thread.sleep(200);")
        self.assertEqual("0", self.ok("late").value)

    def test_virtual_threads_of_earlier_cells_go_on(self):
        self.ok(
            "var ticks = new java.util.concurrent.atomic.AtomicLong();\n"
            "Thread.startVirtualThread(() -> { try { while (true) { ticks.incrementAndGet();"
            " Thread.sleep(5); } } catch (InterruptedException e) {} });"
        )
        self.interrupted("Thread.startVirtualThread(() -> { while (true); }).join();", after=0.5)
        first = int(self.ok("ticks.get()").value)
        self.ok("Thread.sleep(100);")
        self.assertGreater(int(self.ok("ticks.get()").value), first)
        self.request("interrupt_request", {}, channel="control")
        self.ok("Thread.sleep(500);")
        stopped = int(self.ok("ticks.get()").value)
        self.ok("Thread.sleep(100);")
        self.assertEqual(stopped, int(self.ok("ticks.get()").value))
