function Test-MfaRunLock {
    # Whether a run somewhere holds the lock of this journal: it renews it every ten seconds. A process of this machine that
    # is gone renews nothing, however fresh its lock is.
    [CmdletBinding()]
    [OutputType([bool])]
    param(
        [Parameter(Mandatory, Position = 0)]
        [string] $File
    )
    $lock = New-Object -TypeName System.IO.FileInfo -ArgumentList "$File.lock"
    if (-not $lock.Exists -or ([datetime]::UtcNow - $lock.LastWriteTimeUtc).TotalSeconds -ge 30) { return $false }
    try { $owner = [string] (ConvertFrom-Json -InputObject ([System.IO.File]::ReadAllText($lock.FullName))).owner }
    # It is being renewed, or given back, at this moment.
    catch { return [System.IO.File]::Exists($lock.FullName) }
    if ($owner -match '^(?<machine>.*), process (?<id>\d+)$' -and $Matches['machine'] -eq [System.Environment]::MachineName) {
        try { [System.Diagnostics.Process]::GetProcessById([int] $Matches['id']).Dispose() }
        catch { return $false }
    }
    $true
}
