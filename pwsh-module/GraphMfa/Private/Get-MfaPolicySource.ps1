function Get-MfaPolicySource {
    # The guard policies of a connection as the contract wants them: that of the machine, where there is one, and those
    # that the caller names. A file that cannot be read has no text: the core then writes nothing.
    [CmdletBinding()]
    param(
        [AllowNull()]
        [string[]] $Path
    )
    $machine = '/etc/graph-mfa/policy.json'
    if ([System.Environment]::OSVersion.Platform -eq [System.PlatformID]::Win32NT) {
        $machine = Join-Path -Path ([System.Environment]::GetFolderPath('CommonApplicationData')) -ChildPath 'GraphMfa\policy.json'
    }
    $files = @(foreach ($file in $Path) { if ($file) { @{ Path = $file; MachineWide = $false } } })
    if ([System.IO.File]::Exists($machine)) { $files = @(@{ Path = $machine; MachineWide = $true }) + $files }
    foreach ($file in $files) {
        $source = [ordered] @{ name = $file.Path; machineWide = $file.MachineWide }
        try { $source['text'] = [System.IO.File]::ReadAllText($file.Path) }
        catch { Write-Verbose -Message "The policy $($file.Path) could not be read: $($_.Exception.GetBaseException().Message)" }
        $source
    }
}
