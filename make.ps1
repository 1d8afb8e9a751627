# The same as the Makefile, for Windows:  ./make.ps1 demo   or   ./make.ps1 test
param([Parameter(Mandatory = $true)][ValidateSet("demo", "test", "check")][string]$Goal)

$ErrorActionPreference = "Stop"
Set-Location $PSScriptRoot
$Bin = Join-Path ".venv" "Scripts"
$Python = Join-Path $Bin "python.exe"

function Invoke-Step([string]$Program, [string[]]$Arguments) {
    & $Program @Arguments
    if ($LASTEXITCODE -ne 0) { exit $LASTEXITCODE }
}

if (-not (Test-Path $Python)) {
    $Launcher = if (Get-Command py -ErrorAction SilentlyContinue) { @("py", "-3") } else { @("python") }
    Invoke-Step $Launcher[0] (@($Launcher | Select-Object -Skip 1) + @("-m", "venv", ".venv"))
    Invoke-Step $Python @("-m", "pip", "install", "--quiet", "--upgrade", "pip")
}
$Extras = if ($Goal -eq "demo") { "." } else { ".[test]" }
Invoke-Step $Python @("-m", "pip", "install", "--quiet", "--editable", $Extras)

switch ($Goal) {
    "demo" { Invoke-Step (Join-Path $Bin "igu.exe") @("demo", "demo-partnerskab") }
    "test" { Invoke-Step $Python @("-m", "pytest", "-n", "auto", "--dist", "loadfile", "--no-loadscope-reorder") }
    "check" {
        Invoke-Step $Python @("-m", "ruff", "check", ".")
        Invoke-Step $Python @("-m", "ruff", "format", "--check", ".")
        Invoke-Step $Python @("-m", "mypy")
    }
}
