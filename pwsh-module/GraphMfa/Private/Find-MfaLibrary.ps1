function Find-MfaLibrary {
    # The native library for this process, checked before .NET tries to load it: its own messages name neither the file
    # nor the architecture. Gives Path, or Fault.
    [CmdletBinding()]
    [OutputType([hashtable])]
    param()
    $platform = Get-MfaPlatform
    $path = [System.Environment]::GetEnvironmentVariable('GRAPHMFA_NATIVE_LIBRARY')
    if ($path) {
        $remedy = 'Let GRAPHMFA_NATIVE_LIBRARY name an existing file by its absolute path, or unset it'
        if (-not [System.IO.Path]::IsPathRooted($path)) {
            return @{ Fault = New-MfaFault -Code libraryNotFound -Message "GRAPHMFA_NATIVE_LIBRARY is not an absolute path: '$path'" -Remedy $remedy }
        }
    }
    else {
        $path = $ExecutionContext.SessionState.Module.ModuleBase
        foreach ($part in 'runtimes', $platform.Rid, 'native', $platform.File) { $path = [System.IO.Path]::Combine($path, $part) }
        $remedy = "Install the module again, complete with its folder 'runtimes/$($platform.Rid)'; other architectures have other folders"
    }
    if (-not [System.IO.File]::Exists($path)) {
        return @{ Fault = New-MfaFault -Code libraryNotFound -Message "The native library '$path' for $($platform.Rid) does not exist" -Remedy $remedy }
    }
    try {
        $rid = Get-MfaLibraryRid $path
        $whole = Test-MfaLibraryWhole $path
    }
    catch {
        return @{ Fault = New-MfaFault -Code libraryUnusable -Message "The native library '$path' for $($platform.Rid) cannot be read: $($_.Exception.Message)" -Remedy $remedy }
    }
    if (-not $rid) {
        return @{ Fault = New-MfaFault -Code libraryUnusable -Message "'$path' is not a library; one for $($platform.Rid) is needed" -Remedy $remedy }
    }
    $universal = $rid -eq 'osx-universal' -and $platform.Rid.StartsWith('osx-')
    if ($rid -ne $platform.Rid -and -not $universal) {
        return @{ Fault = New-MfaFault -Code libraryUnusable -Message "The native library '$path' was built for $rid, but this PowerShell runs as $($platform.Rid)" -Remedy $remedy }
    }
    if (-not $whole) {
        return @{ Fault = New-MfaFault -Code libraryUnusable -Message "The native library '$path' for $($platform.Rid) is cut short" -Remedy $remedy }
    }
    @{ Path = $path }
}
