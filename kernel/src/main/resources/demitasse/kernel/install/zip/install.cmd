@echo off
rem Installs the Java kernel into a Jupyter (see README.txt). Finds a JDK of version 17 or newer: JAVA_HOME, the one on
rem the path, or one in Program Files.
setlocal
set "here=%~dp0"
set "java="
if defined JAVA_HOME call :try "%JAVA_HOME%\bin\java.exe"
for %%j in (java.exe) do call :try "%%~$PATH:j"
for %%m in (Java "Eclipse Adoptium" Microsoft Zulu "Amazon Corretto" BellSoft Semeru) do (
  for /d %%h in ("%ProgramFiles%\%%~m\*") do call :try "%%~h\bin\java.exe"
)
if not defined java (
  echo install: no JDK of version 17 or newer was found: install one ^(winget install EclipseAdoptium.Temurin.21.JDK^) or set JAVA_HOME 1>&2
  exit /b 1
)
if "%~1"=="" (
  "%java%" -cp "%here%lib\*" demitasse.kernel.install.Install --user
) else (
  "%java%" -cp "%here%lib\*" demitasse.kernel.install.Install %*
)
exit /b %errorlevel%

rem A JRE lacks the module.
:try
if defined java exit /b 0
if not exist "%~1" exit /b 0
"%~1" --list-modules 2>nul | findstr /r /b "jdk\.jshell@1[7-9] jdk\.jshell@[2-9][0-9]" >nul && set "java=%~1"
exit /b 0
