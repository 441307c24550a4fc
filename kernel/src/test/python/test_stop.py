"""Stop really stops."""

import os
import tempfile
import threading
import time

from kerneltest import KernelTest, library

STOPS_WITHIN = 2.0


class StopTest(KernelTest):
    def check_stop(self, code):
        self.ok("long kept = 42;")
        result = self.interrupted(code)
        self.assertEqual("error", result.status)
        self.assertEqual("Interrupted", result.reply["ename"])
        self.assertLess(result.stop_seconds, STOPS_WITHIN)
        next_cell = self.ok("kept")
        self.assertEqual("42", next_cell.value)
        self.assertTrue(self.gets_quiet(), "something still burns the processor")
        return result

    def gets_quiet(self):
        """Half a second in which the process does little; compilers may still be at it at first."""
        for _ in range(8):
            before = self.cpu_seconds()
            time.sleep(0.5)
            if self.cpu_seconds() - before < 0.1:
                return True
        return False


class Stop(StopTest):
    def test_loop(self):
        result = self.check_stop("int n = 0;\nwhile (true) n++;")
        self.assertIn("Cell", result.traceback)
        self.assertIn("2 while (true) n++;", result.traceback)
        self.assertNotEqual("0", self.ok("n").value)

    def test_loop_in_a_method(self):
        self.ok("int m = 0; void spin() { while (true) m++; }")
        self.check_stop("spin()")

    def test_loop_in_a_method_of_a_class(self):
        self.ok("class Spinner { int n; void spin() { do { n++; } while (n != -1 || true); } }")
        self.check_stop("new Spinner().spin()")

    def test_loop_in_a_lambda(self):
        self.check_stop("int k = 0; Runnable r = () -> { for (;;) k++; };\nr.run();")

    def test_stream(self):
        self.check_stop("IntStream.iterate(0, i -> i + 1).filter(i -> i < 0).findFirst()")

    def test_parallel_stream(self):
        self.check_stop(
            "IntStream.range(0, 8).parallel().forEach(i -> { long q = 0; while (true) q++; })"
        )

    def test_recursion(self):
        self.check_stop("int fib(int n) { return n < 2 ? n : fib(n - 1) + fib(n - 2); }\nfib(70)")

    def test_what_libraries_do_on_stop(self):
        self.ok("var stops = new Semaphore(0); onStop(() -> stops.release());")
        self.check_stop("Thread.sleep(100_000);")
        self.assertEqual("true", self.ok("stops.tryAcquire(60, TimeUnit.SECONDS)").value)
        self.assertEqual("0", self.ok("stops.availablePermits()").value)

    def test_what_fails_on_stop_spoils_nothing(self):
        self.ok('onStop(() -> { throw new IllegalStateException("not now"); });')
        self.check_stop("Thread.sleep(100_000);")

    def test_sleeper(self):
        self.check_stop("Thread.sleep(100_000);")

    def test_sleeper_that_swallows_the_interrupt(self):
        self.check_stop(
            "while (true) {\n  try { Thread.sleep(500); } catch (Exception e) {}\n}"
        )

    def test_loop_that_catches_everything(self):
        self.check_stop("int c = 0;\nwhile (true) {\n  try { c++; } catch (Throwable t) {}\n}")

    def test_executor_of_an_earlier_cell(self):
        self.ok("var pool = Executors.newFixedThreadPool(2);")
        self.check_stop(
            "for (int i = 0; i < 2; i++) pool.submit(() -> { long q = 0; while (true) q++; });\n"
            "pool.awaitTermination(100, TimeUnit.SECONDS)"
        )
        self.assertEqual("7", self.ok("pool.submit(() -> 3 + 4).get()").value)
        self.ok("pool.shutdownNow();")

    def test_new_thread(self):
        self.check_stop(
            "var t = new Thread(() -> { long q = 0; while (true) q++; });\nt.start();\nt.join();"
        )

    def test_thread_that_is_named_like_one_of_the_kernels(self):
        names = ("demitasse-iopub", "demitasse-", "cell", "main", "Finalizer", "process reaper")
        for name in names:
            self.ok(
                'var t = new Thread(() -> { long q = 0; while (true) q++; }, "%s");' % name
            )
            result = self.interrupted("t.start();\nt.join();", after=0.3)
            self.assertEqual("Interrupted", result.reply["ename"])
            self.assertEqual("false", self.ok("t.join(2000); t.isAlive()").value)

    def test_threads_in_groups_and_classes_of_ones_own(self):
        self.ok(
            "class Deaf extends Thread {\n"
            "  Deaf() { super(new ThreadGroup(\"own\"), \"deaf\"); }\n"
            "  public void run() { long q = 0; while (true) q++; }\n"
            "  public void interrupt() { throw new IllegalStateException(); }\n"
            "  public StackTraceElement[] getStackTrace() { return new StackTraceElement[0]; }\n}"
        )
        self.check_stop("var deaf = new Deaf();\ndeaf.start();\ndeaf.join();")
        self.assertEqual("false", self.ok("deaf.join(2000); deaf.isAlive()").value)

    def test_wait_for_input(self):
        msg_id = self.kc.execute("new Scanner(System.in).nextLine()", allow_stdin=True)
        self.kc.get_stdin_msg(timeout=30)
        self.km.interrupt_kernel()
        self.assertEqual("Interrupted", self.finish(msg_id).reply["ename"])
        self.assertEqual("2", self.ok("1 + 1").value)

    def test_code_that_is_being_compiled(self):
        """And turns out to be too large, of which only the compiler's end tells."""
        for lines in (3500, 7000):
            result = self.interrupted("var slow = new Object() { int run(int x) {\n%s\nint[] large = {%s};\nreturn x; } };" % (
                "x = x * 31 + (x ^ 7);\n" * lines, ", ".join(["100000"] * 9000)))
            if result.reply["ename"] == "Interrupted":
                break
            self.assertLess(result.stop_seconds, 0, "it was compiled before the stop")
        self.assertEqual("Interrupted", result.reply["ename"])
        self.assertEqual("2", self.ok("1 + 1").value)

    def test_value_that_is_slow_to_show(self):
        self.ok(
            "class Slow { public String toString() { while (true) Thread.onSpinWait(); } }"
        )
        self.check_stop("new Slow()")

    TAKES_IT = {  # each says that it has begun, in the statement that is stopped
        "a catch": "try { begun(); Thread.sleep(50_000); } catch (InterruptedException e) { epochs = 1; }",
        "a catch that works": "try {\n  begun();\n  Thread.sleep(50_000);\n} catch (InterruptedException e) {\n"
                              "  for (int i = 0; i < 12; i++) {\n    Thread.sleep(100); epochs++;\n  }\n}",
        "a loop that takes": "for (begun(); !Thread.interrupted(); ) epochs++;",
        "a loop that asks": "for (begun(); !Thread.currentThread().isInterrupted(); ) epochs++;",
        "a catch around a loop": "try { begun(); while (true) epochs++; } catch (Throwable t) { }",
        "a library": "{ begun(); epochs = Taking.fit(); }",
        "a magic": "%time try { begun(); Thread.sleep(50_000); } catch (InterruptedException e) { epochs = 1; }",
        "a worker's end": "try { w.start(); begun(); w.join(); } catch (InterruptedException e) { w.join(1000); }",
    }

    def test_code_that_takes_the_interrupt_and_ends_well(self):
        """As in Python: the cell is no failure, what follows in it runs, and what is queued."""
        jar = library("taking.jar", {"taking/Taking.java": """
            package taking;
            public class Taking {
              public static long fit() {
                long epochs = 0;
                while (!Thread.interrupted()) epochs++;
                long end = System.nanoTime() + 1_200_000_000;  // it keeps what it has
                while (System.nanoTime() < end) if (Thread.interrupted()) throw new Error("twice");
                return epochs;
              }
            }"""})
        self.ok("%%jars %s\nimport taking.*;\nint after = 0;\n"
                'void begun() { System.out.println("begun"); }' % jar)
        for what, code in self.TAKES_IT.items():
            with self.subTest(what=what):
                self.ok("volatile long epochs = 0; after = 0;\n"
                        "var w = new Thread(() -> { while (true) epochs++; });")
                stopped = self.kc.execute(code + "\nafter = 1;\nepochs > 0")
                queued = self.kc.execute("after + 41")
                while self.kc.get_iopub_msg(timeout=60)["msg_type"] != "stream":
                    pass
                time.sleep(0.5)
                self.km.interrupt_kernel()
                result = self.finish(stopped)
                self.assertEqual("ok", result.status, result.reply.get("traceback"))
                self.assertEqual("true", result.value)
                self.assertEqual("42", self.finish(queued).value)

    def test_code_that_does_not_hear_is_stopped(self):
        self.ok("int n = 0; void nap() { try { Thread.sleep(200); } catch (InterruptedException e) { } }")
        for code in (
            "while (true) nap();",
            "for (;;) {\n  try {\n    while (true) n++;\n  } catch (Throwable t) {\n  }\n}",
            "while (true) { if (Thread.currentThread().isInterrupted()) n++; }",
            "try { Thread.sleep(50_000); } finally { for (int i = 0; i < 3; i++) Thread.sleep(50); n = -1; }",
            "try { Thread.sleep(50_000); } catch (InterruptedException e) { Thread.currentThread().interrupt(); }\nn = 5;",
            "new java.net.ServerSocket(0).accept();",
        ):
            with self.subTest(code=code):
                self.check_stop(code)
        self.assertEqual("-1", self.ok("n").value)

    def test_waits_that_go_on_whatever_interrupts_them(self):
        """Java's own names for them say so, or do not."""
        self.ok("import java.util.concurrent.locks.*;\nvar none = new Semaphore(0);\n"
                "var taken = new ReentrantLock();\nvar rw = new ReentrantReadWriteLock();\n"
                "var stamped = new StampedLock();\nstamped.writeLock();\n"
                "class Gate extends Phaser { Gate() { super(2); } }\n"
                "var holding = new Thread(() -> { taken.lock(); rw.writeLock().lock(); LockSupport.park(); });\n"
                "holding.setDaemon(true); holding.start(); while (!rw.isWriteLocked()) Thread.sleep(10);")
        for code in (
            "none.acquireUninterruptibly();",
            "none.acquireUninterruptibly(3);",
            "Runnable acquires = none::acquireUninterruptibly;\nacquires.run();",
            "taken.lock();",
            "Lock any = taken; any.lock();",
            "rw.readLock().lock();",
            "rw.writeLock().lock();",
            "List.of(rw.readLock(), rw.writeLock()).forEach(Lock::lock);",
            "stamped.readLock();",
            "stamped.writeLock();",
            "var own = new ReentrantLock(); own.lock();\nown.newCondition().awaitUninterruptibly();",
            "while (true) LockSupport.park();",
            "new CompletableFuture<String>().thenApply(String::length).join()",
            "CompletableFuture.runAsync(() -> none.acquireUninterruptibly()).join();",
            "ForkJoinPool.commonPool().submit(() -> none.acquireUninterruptibly()).join();",
            "new Phaser(2).arriveAndAwaitAdvance();",
            "new Gate().arriveAndAwaitAdvance();",
            "new Phaser(1).awaitAdvance(0);",
            "IntStream.range(0, 4).parallel().forEach(i -> none.acquireUninterruptibly());",
        ):
            with self.subTest(code=code):
                self.check_stop(code)

    def test_what_a_connection_brings(self):
        self.ok("import java.net.*;\nvar server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());\n"
                "var client = new Socket(server.getInetAddress(), server.getLocalPort());\nvar peer = server.accept();\n"
                "var reader = new BufferedReader(new InputStreamReader(client.getInputStream()));")
        for code in (
            "client.getInputStream().read();",
            "client.getInputStream().readAllBytes();",
            "reader.readLine()",
            "new Scanner(client.getInputStream()).nextLine()",
            "new DatagramSocket().receive(new DatagramPacket(new byte[8], 8));",
        ):
            with self.subTest(code=code):
                self.check_stop(code)
        self.assertEqual("a line 5 -1", self.ok(
            'peer.getOutputStream().write("a line\\n".getBytes());\nString line = reader.readLine();\n'
            "peer.getOutputStream().write(5);\nint five = client.getInputStream().read();\npeer.close();\n"
            'line + " " + five + " " + client.getInputStream().read()').value)
        self.assertEqual("java.net.SocketTimeoutException", self.fails(
            "var other = new Socket(server.getInetAddress(), server.getLocalPort());\nother.setSoTimeout(250);\n"
            "other.getInputStream().read();").reply["ename"])
        self.assertEqual("250", self.ok("other.getSoTimeout()").value)
        self.fails("client.close();\nclient.getInputStream().read();")

    def test_such_waits_are_what_they_were_otherwise(self):
        self.ok("import java.util.concurrent.locks.*;\nvar free = new Semaphore(2);\nint asked = 0;\n"
                "class Counted extends Semaphore {\n  Counted() { super(5); }\n"
                "  @Override public void acquireUninterruptibly() { asked++; super.acquireUninterruptibly(); }\n}\n"
                "class Watched extends Thread {\n  @Override public boolean isInterrupted() { asked++; return super.isInterrupted(); }\n}")
        self.assertEqual("1 4 false", self.ok(
            "var counted = new Counted();\nSemaphore plain = counted;\nplain.acquireUninterruptibly();\n"
            'asked + " " + counted.availablePermits() + " " + new Watched().isInterrupted()').value)
        # An interrupt that is no stop is kept until the wait is over.
        self.assertEqual("true true", self.ok(
            "var results = new LinkedBlockingQueue<Boolean>();\nvar gate = new Semaphore(0);\n"
            "var future = new CompletableFuture<Integer>();\nvar waiting = new Thread(() -> {\n"
            "  gate.acquireUninterruptibly(); results.add(Thread.interrupted());\n"
            "  future.join(); results.add(Thread.interrupted());\n});\n"
            "waiting.start(); waiting.interrupt(); Thread.sleep(50); gate.release();\nboolean first = results.take();\n"
            'waiting.interrupt(); Thread.sleep(50); future.complete(1);\nfirst + " " + results.take()').value)
        result = self.fails('CompletableFuture.supplyAsync(() -> List.of().get(0)).join()')
        self.assertEqual("java.util.concurrent.CompletionException", result.reply["ename"])
        self.assertEqual("ok true", self.ok(
            "var lock = new ReentrantLock();\nvar changed = lock.newCondition();\nboolean[] ready = {false};\n"
            "var signals = new Thread(() -> { lock.lock(); ready[0] = true; changed.signalAll(); lock.unlock(); });\n"
            "lock.lock();\nsignals.start();\nThread.currentThread().interrupt();\n"
            "while (!ready[0]) changed.awaitUninterruptibly();\nlock.unlock();\n"
            '"ok " + Thread.interrupted()').value)

    def test_a_lock_that_only_its_holder_can_give(self):
        self.ok("var monitor = new Object();\nvar until = new Semaphore(0);\n"
                'var keeper = new Thread(() -> { synchronized (monitor) { until.acquireUninterruptibly(); } }, "keeper");\n'
                "keeper.setDaemon(true); keeper.start(); while (until.getQueueLength() == 0) Thread.sleep(10);")
        self.ok("new Thread(() -> { try { Thread.sleep(5000); } catch (InterruptedException e) {} until.release(); }).start();")
        result = self.interrupted('synchronized (monitor) { System.out.println("got it"); }', after=0.5)
        self.assertEqual("Interrupted", result.reply["ename"])
        self.assertIn("waits for a lock (a java.lang.Object) that the thread keeper holds", result.stderr)
        self.assertIn("press stop again", result.stderr)

    def test_a_second_stop_ends_who_holds_the_lock(self):
        self.ok("var monitor = new Object();\nvar other = new Object();\nvar held = new CountDownLatch(2);\n"
                "void keep(Object lock, Runnable then) { synchronized (lock) { held.countDown(); then.run(); } }\n"
                "var last = new Thread(() -> keep(other, () -> { while (true) Thread.onSpinWait(); }));\n"
                "var first = new Thread(() -> keep(monitor, () -> { synchronized (other) { } }));\n"
                "last.start(); first.start(); held.await();\n"
                "var busy = new Thread(() -> { while (true) Thread.onSpinWait(); });\nbusy.start();")
        again = threading.Timer(1.5, self.km.interrupt_kernel)
        again.start()
        result = self.interrupted("synchronized (monitor) { }", after=0.5)
        again.join()
        self.assertEqual("Interrupted", result.reply["ename"])
        self.assertEqual("false false true", self.ok(
            'first.join(); last.join();\nfirst.isAlive() + " " + last.isAlive() + " " + busy.isAlive()').value)
        self.request("interrupt_request", {}, channel="control")

    def test_a_read_of_what_a_process_prints(self):
        sleep = 'new ProcessBuilder("sleep", "100")'
        reads = (
            "p = %s.start();\np.getInputStream().read();" % sleep,
            "p = %s.start();\np.inputReader().readLine().length();" % sleep,
            'p = Runtime.getRuntime().exec("sleep 100");\nnew Scanner(p.getErrorStream()).nextLine();',
            'p = Runtime.getRuntime().exec(new String[] {"sleep", "100"});\n'
            "new DataInputStream(p.getInputStream()).readInt();",
            "p = ProcessBuilder.startPipeline(List.of(%s, %s)).get(1);\n"
            "new Thread(() -> { try { p.getInputStream().read(); } catch (IOException e) { } }).start();\n"
            "new String(p.getErrorStream().readAllBytes());" % (sleep, sleep),
        )
        self.ok("Process p;")
        for code in reads:
            with self.subTest(code):
                self.check_stop(code)
                self.assertEqual("true", self.ok("p.waitFor(10, TimeUnit.SECONDS)").value)

    def test_a_library_that_reads_what_a_process_prints(self):
        jar = library("reads.jar", {"reads/Reads.java": """
            package reads;
            public class Reads {
              public static int all() throws Exception {
                Process p = new ProcessBuilder("sleep", "100").start();
                return p.getInputStream().readAllBytes().length;
              }
            }"""})
        self.ok("%jars " + jar)
        self.check_stop("reads.Reads.all()")

    def test_processes_end_with_the_cell_that_started_them(self):
        self.check_stop('var child = new ProcessBuilder("sleep", "100").start();\nwhile (true);')
        self.assertEqual("true", self.ok("child.waitFor(10, TimeUnit.SECONDS)").value)
        self.ok('var server = new ProcessBuilder("sleep", "100").start();')
        self.check_stop("while (true);")
        self.assertEqual("true", self.ok("server.isAlive()").value)  # of an earlier cell
        polite = "try { Thread.sleep(50_000); } catch (InterruptedException e) { }"
        self.assertEqual("ok", self.interrupted(polite, after=0.5).status)
        self.assertEqual("true", self.ok("server.isAlive()").value)
        self.request("interrupt_request", {}, channel="control")  # while no cell runs
        self.assertEqual("true", self.ok("server.waitFor(10, TimeUnit.SECONDS)").value)

    def test_a_second_stop_ends_what_an_earlier_cell_started(self):
        self.ok('var earlier = new ProcessBuilder("sleep", "100").start();')
        again = threading.Timer(1.5, self.km.interrupt_kernel)
        again.start()
        result = self.interrupted("earlier.getInputStream().read()", after=0.5)
        again.join()
        self.assertEqual("Interrupted", result.reply["ename"])
        self.assertEqual("false", self.ok("earlier.isAlive()").value)

    def test_a_second_stop_has_no_patience(self):
        code = ("try { Thread.sleep(50_000); } catch (InterruptedException e) {\n"
                "  while (true) {\n    n++;\n    n--;\n  }\n}")
        self.ok("int n = 0;")
        again = threading.Timer(1.0, self.km.interrupt_kernel)
        again.start()
        self.assertEqual("Interrupted", self.interrupted(code, after=0.4).reply["ename"])
        again.join()

    def test_a_stop_at_the_end_leaves_the_next_cell_alone(self):
        for delay in (0.28, 0.29, 0.3, 0.31, 0.32):
            timer = threading.Timer(delay, self.km.interrupt_kernel)
            timer.start()
            self.run_cell("Thread.sleep(300);")
            timer.join()
            self.ok("for (int i = 0; i < 4; i++) Thread.sleep(10);")

    def test_background_work_goes_on_until_stopped_while_idle(self):
        self.ok(
            "var ticks = new java.util.concurrent.atomic.AtomicLong();\n"
            "new Thread(() -> { while (true) ticks.incrementAndGet(); }).start();"
        )
        self.interrupted("Thread.sleep(50_000)", after=0.5)
        first = int(self.ok("ticks.get()").value)
        self.assertGreater(int(self.ok("ticks.get()").value), first)
        self.request("interrupt_request", {}, channel="control")
        time.sleep(0.5)
        stopped = int(self.ok("ticks.get()").value)
        self.assertEqual(stopped, int(self.ok("ticks.get()").value))

    def test_interrupt_while_idle_leaves_the_next_cell_alone(self):
        self.request("interrupt_request", {}, channel="control")
        self.ok("long s = 0; for (int i = 0; i < 1000; i++) s += i;")
        self.assertEqual("499500", self.ok("s").value)

    def test_a_cell_that_its_interrupt_overtakes(self):
        """The two come by two channels: the later one may be read first."""
        self.ok("1 + 1")
        cell = self.kc.session.msg("execute_request", {"code": "Thread.sleep(50_000);"})
        time.sleep(0.01)
        self.request("interrupt_request", {}, "control")
        self.kc.shell_channel.send(cell)
        self.assertEqual("Interrupted", self.kc.get_shell_msg(timeout=30)["content"]["ename"])
        self.assertEqual("4", self.ok("2 + 2").value)


class StopAtOnce(KernelTest):
    @classmethod
    def setUpClass(cls):
        pass

    def test_a_cell_that_waits_for_the_session_to_start(self):
        """The kernel has just started: the cell has not begun when it is interrupted."""
        type(self).start()
        result = self.interrupted("Thread.sleep(50_000);", after=0.02)
        self.assertEqual("Interrupted", result.reply["ename"])
        self.assertLess(result.stop_seconds, 30)
        self.assertEqual("2", self.ok("1 + 1").value)


class StopAtStart(KernelTest):
    """While the startup script runs, and a cell waits for it to end."""

    begun = os.path.join(tempfile.mkdtemp(prefix="demitasse-startup-"), "begun")
    env = {"IJAVA_STARTUP_SCRIPT": 'int started = 1;\nFiles.createFile(Path.of("%s"));\nwhile (true);' % begun}

    def test_the_startup_script(self):
        waiting = self.kc.execute("Thread.sleep(50_000);")
        while not os.path.exists(self.begun):
            time.sleep(0.1)
        time.sleep(0.5)
        start = time.time()
        self.km.interrupt_kernel()
        self.assertEqual("Interrupted", self.finish(waiting).reply["ename"])
        self.assertLess(time.time() - start, 10)
        self.assertEqual("1", self.ok("started").value)
        self.assertEqual("Interrupted", self.interrupted("while (true);", 0.3).reply["ename"])
