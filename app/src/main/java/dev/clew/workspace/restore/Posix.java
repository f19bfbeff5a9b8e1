package dev.clew.workspace.restore;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Linux's calls on names in a folder that is held by its descriptor: what another process does to
/// the path that led there changes nothing. Java has them for reading and plain renaming only.
///
/// Source: the manual pages openat(2), renameat2(2), statx(2); flags of x86-64 and arm64.
@SuppressWarnings("restricted") // what it calls is the C library
final class Posix {
  private static final Linker LINKER = Linker.nativeLinker();
  private static final StructLayout STATE = Linker.Option.captureStateLayout();
  private static final VarHandle ERRNO =
      STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));
  private static final boolean ARM =
      System.getProperty("os.arch", "").toLowerCase(Locale.ROOT).equals("aarch64");

  private static final int FROM_ROOT = -100;
  private static final int CLOSE_ON_EXEC = 02000000;
  private static final int NO_FOLLOW = ARM ? 0100000 : 0400000;
  private static final int DIRECTORY = ARM ? 040000 : 0200000;
  private static final int NO_BLOCK = 04000;
  private static final int WRITE = 1;
  private static final int CREATE = 0100;
  private static final int EXCLUSIVE = 0200;
  private static final int REMOVE_FOLDER = 0x200;
  private static final int EMPTY_PATH = 0x1000;
  private static final int STATX_BASIC = 0x7ff;
  private static final int STATX_BYTES = 256;
  private static final int STATX_MODE = 28;
  private static final int STATX_INODE = 32;
  private static final int STATX_SIZE = 40;
  private static final int STATX_CHANGED = 96;
  private static final int LINK_ITSELF = 0x100;
  private static final int BUFFER = 1 << 16;

  private static final FunctionDescriptor NAME_FLAGS =
      FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);

  private static final MethodHandle OPENAT =
      handle(
          "openat",
          FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT),
          Linker.Option.firstVariadicArg(3));
  private static final MethodHandle CLOSE =
      handle("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
  private static final MethodHandle READ =
      handle("read", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG));
  private static final MethodHandle WRITE_TO =
      handle("write", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG));
  private static final MethodHandle FCHMOD =
      handle("fchmod", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
  private static final MethodHandle SYNCFS =
      handle("syncfs", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
  private static final MethodHandle STATX =
      handle(
          "statx", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT, ADDRESS));
  private static final MethodHandle RENAMEAT2 =
      handle(
          "renameat2",
          FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT));
  private static final MethodHandle MKDIRAT = handle("mkdirat", NAME_FLAGS);
  private static final MethodHandle UNLINKAT = handle("unlinkat", NAME_FLAGS);
  private static final MethodHandle SYMLINKAT =
      handle("symlinkat", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, ADDRESS));
  private static final MethodHandle READLINKAT =
      handle("readlinkat", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, ADDRESS, JAVA_LONG));

  private Posix() {}

  /// How a name is given another one.
  enum Renaming {
    /// Fails where the new name is taken.
    TO_FREE(1),
    /// The two names change places.
    EXCHANGE(2);

    private final int flags;

    Renaming(int flags) {
      this.flags = flags;
    }
  }

  private static MethodHandle handle(
      String name, FunctionDescriptor descriptor, Linker.Option... more) {
    var options = new Linker.Option[more.length + 1];
    options[0] = Linker.Option.captureCallState("errno");
    System.arraycopy(more, 0, options, 1, more.length);
    return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), descriptor, options);
  }

  private interface Call {
    long make(Arena arena, MemorySegment state) throws Throwable;
  }

  private static long call(String what, byte @Nullable [] name, Call call) throws IOException {
    try (var arena = Arena.ofConfined()) {
      var state = arena.allocate(STATE);
      var result = call.make(arena, state);
      if (result < 0) {
        throw new PosixException(
            what, name == null ? "a file" : Names.shown(name), (int) ERRNO.get(state, 0L));
      }
      return result;
    } catch (IOException | RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("a call of the system throws nothing", e);
    }
  }

  private static MemorySegment text(Arena arena, byte[] name) {
    var text = arena.allocate(name.length + 1L);
    MemorySegment.copy(name, 0, text, JAVA_BYTE, 0, name.length);
    return text;
  }

  private static int open(int folder, byte[] name, int flags, int mode) throws IOException {
    return (int)
        call(
            "opening",
            name,
            (arena, state) ->
                (int)
                    OPENAT.invokeExact(
                        state, folder, text(arena, name), flags | CLOSE_ON_EXEC, mode));
  }

  /// Opens the folder at a path; links in the path are followed.
  static int folder(byte[] path) throws IOException {
    return open(FROM_ROOT, path, DIRECTORY, 0);
  }

  /// Opens the folder at a path; fails where the path stands for a link.
  static int realFolder(byte[] path) throws IOException {
    return open(FROM_ROOT, path, DIRECTORY | NO_FOLLOW, 0);
  }

  /// Opens a folder in `folder`; fails where the name is a link.
  static int folder(int folder, byte[] name) throws IOException {
    return open(folder, name, DIRECTORY | NO_FOLLOW, 0);
  }

  /// Opens a file in `folder` for reading; fails where the name is a link.
  static int file(int folder, byte[] name) throws IOException {
    return open(folder, name, NO_FOLLOW | NO_BLOCK, 0);
  }

  /// Makes a file in `folder` and opens it for writing; fails where there is one.
  static int create(int folder, byte[] name, int mode) throws IOException {
    return open(folder, name, WRITE | CREATE | EXCLUSIVE | NO_FOLLOW, mode);
  }

  /// Closes a descriptor.
  static void close(int descriptor) {
    try {
      call("closing", null, (_, state) -> (int) CLOSE.invokeExact(state, descriptor));
    } catch (IOException e) {
      // What was written is verified by reading it again; there is nothing else to lose.
    }
  }

  /// The whole content of an open file.
  static byte[] read(int file) throws IOException {
    var content = new ByteArrayOutputStream();
    try (var arena = Arena.ofConfined()) {
      var buffer = arena.allocate(BUFFER);
      var bytes = new byte[BUFFER];
      for (var count = next(file, buffer); count > 0; count = next(file, buffer)) {
        MemorySegment.copy(buffer, JAVA_BYTE, 0, bytes, 0, count);
        content.write(bytes, 0, count);
      }
    }
    return content.toByteArray();
  }

  private static int next(int file, MemorySegment buffer) throws IOException {
    return (int)
        call(
            "reading",
            null,
            (_, state) -> (long) READ.invokeExact(state, file, buffer, (long) BUFFER));
  }

  /// Writes all of `content`.
  static void write(int file, byte[] content) throws IOException {
    try (var arena = Arena.ofConfined()) {
      var buffer = arena.allocate(Math.max(1, Math.min(BUFFER, content.length)));
      for (var at = 0; at < content.length; ) {
        var length = Math.min(BUFFER, content.length - at);
        MemorySegment.copy(content, at, buffer, JAVA_BYTE, 0, length);
        at +=
            (int)
                call(
                    "writing",
                    null,
                    (_, state) -> (long) WRITE_TO.invokeExact(state, file, buffer, (long) length));
      }
    }
  }

  /// Sets the permissions of an open file.
  static void permit(int file, int mode) throws IOException {
    call("setting the mode", null, (_, state) -> (int) FCHMOD.invokeExact(state, file, mode));
  }

  /// Makes durable what was written to the file system that `file` is on.
  static void sync(int file) throws IOException {
    call("making durable", null, (_, state) -> (int) SYNCFS.invokeExact(state, file));
  }

  /// Type and permissions of an open file.
  static int mode(int file) throws IOException {
    try (var arena = Arena.ofConfined()) {
      var told = arena.allocate(STATX_BYTES, 8);
      var empty = arena.allocate(1);
      call(
          "asking for the mode",
          null,
          (_, state) -> (int) STATX.invokeExact(state, file, empty, EMPTY_PATH, STATX_BASIC, told));
      return Short.toUnsignedInt(told.get(JAVA_SHORT, STATX_MODE));
    }
  }

  /// What tells that a name stands for the same as before.
  record Mark(int mode, long inode, long size, long seconds, int nanos) {}

  /// The mark of a name in `folder`; of a link its own.
  static Mark mark(int folder, byte[] name) throws IOException {
    try (var arena = Arena.ofConfined()) {
      var told = arena.allocate(STATX_BYTES, 8);
      call(
          "asking for",
          name,
          (more, state) ->
              (int)
                  STATX.invokeExact(
                      state, folder, text(more, name), LINK_ITSELF, STATX_BASIC, told));
      return new Mark(
          Short.toUnsignedInt(told.get(JAVA_SHORT, STATX_MODE)),
          told.get(JAVA_LONG, STATX_INODE),
          told.get(JAVA_LONG, STATX_SIZE),
          told.get(JAVA_LONG, STATX_CHANGED),
          told.get(JAVA_INT, STATX_CHANGED + 8));
    }
  }

  /// Gives a name another one, maybe in another folder of the same file system.
  static void rename(int from, byte[] name, int to, byte[] newName, Renaming how)
      throws IOException {
    call(
        "renaming",
        newName,
        (arena, state) ->
            (int)
                RENAMEAT2.invokeExact(
                    state, from, text(arena, name), to, text(arena, newName), how.flags));
  }

  /// Makes a folder; the process's mask takes its part of `mode`.
  static void makeFolder(int folder, byte[] name, int mode) throws IOException {
    call(
        "making the folder",
        name,
        (arena, state) -> (int) MKDIRAT.invokeExact(state, folder, text(arena, name), mode));
  }

  /// Removes a file or link.
  static void remove(int folder, byte[] name) throws IOException {
    call(
        "removing",
        name,
        (arena, state) -> (int) UNLINKAT.invokeExact(state, folder, text(arena, name), 0));
  }

  /// Removes a folder; fails where something is in it.
  static void removeFolder(int folder, byte[] name) throws IOException {
    call(
        "removing the folder",
        name,
        (arena, state) ->
            (int) UNLINKAT.invokeExact(state, folder, text(arena, name), REMOVE_FOLDER));
  }

  /// Makes a symbolic link.
  static void link(int folder, byte[] name, byte[] target) throws IOException {
    call(
        "linking",
        name,
        (arena, state) ->
            (int) SYMLINKAT.invokeExact(state, text(arena, target), folder, text(arena, name)));
  }

  /// What a symbolic link points to.
  static byte[] target(int folder, byte[] name) throws IOException {
    try (var arena = Arena.ofConfined()) {
      var buffer = arena.allocate(BUFFER);
      var length =
          call(
              "reading the link",
              name,
              (more, state) ->
                  (long)
                      READLINKAT.invokeExact(
                          state, folder, text(more, name), buffer, (long) BUFFER));
      return buffer.asSlice(0, length).toArray(JAVA_BYTE);
    }
  }
}
