# Loads the module from its sources, for whoever works on it. What is published is two files: see xtask/src/pwsh_module.rs.
Set-StrictMode -Version Latest
foreach ($folder in 'Private', 'Public') {
    foreach ($file in Get-ChildItem -LiteralPath (Join-Path -Path $PSScriptRoot -ChildPath $folder) -Filter '*.ps1') {
        . $file.FullName
    }
}
$script:GraphMfa.Whole = $true
Export-ModuleMember -Function (Get-ChildItem -LiteralPath (Join-Path -Path $PSScriptRoot -ChildPath 'Public') -Filter '*.ps1').BaseName
