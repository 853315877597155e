@echo off
rem One entry point for a bare clone on Windows: dev demo | test | check | run CMD ... | setup
rem It needs Python 3.11 or newer (winget install Python.Python.3.13) and the network.
setlocal
cd /d "%~dp0"
set UV_VERSION=0.13.9
set VENV=.dev\venv
if "%1"=="setup" goto known
if "%1"=="demo" goto known
if "%1"=="test" goto known
if "%1"=="check" goto known
if "%1"=="run" goto known
goto usage

:known
if not exist .dev\uv\Scripts\uv.exe (
  py -3 -m venv .dev\uv || goto nopython
  .dev\uv\Scripts\python -m pip install -q --disable-pip-version-check uv==%UV_VERSION% || exit /b 3
)
rem Nothing is installed again unless setup is asked for: after an update, run  dev setup  once.
if not "%1"=="setup" if exist %VENV%\Scripts\baursak.exe goto ready
if not exist %VENV%\Scripts\python.exe .dev\uv\Scripts\uv venv -q --python .dev\uv\Scripts\python.exe %VENV% || exit /b 3
.dev\uv\Scripts\uv pip install -q --python %VENV%\Scripts\python.exe --require-hashes -r installers\locks\dev.txt || exit /b 3
.dev\uv\Scripts\uv pip install -q --python %VENV%\Scripts\python.exe --no-deps --no-build-isolation -e . || exit /b 3

:ready
set PATH=%CD%\%VENV%\Scripts;%PATH%
if "%1"=="setup" exit /b 0
goto %1

:demo
shift
baursak demo %1 %2 %3 %4 %5 %6
exit /b %errorlevel%

:test
rem Tests of ptys, signals and Unix sockets need Linux and fail here; the others are the same.
shift
python -m tests %1 %2 %3 %4 %5 %6
exit /b %errorlevel%

:check
ruff format --check . && ruff check . && mypy && lint-imports
exit /b %errorlevel%

:run
shift
%1 %2 %3 %4 %5 %6 %7 %8 %9
exit /b %errorlevel%

:nopython
echo dev: Python 3.11 or newer is missing. Install it with:  winget install Python.Python.3.13
exit /b 3

:usage
echo usage: dev demo ^| test [--full] ^| check ^| run CMD ... ^| setup
exit /b 2
