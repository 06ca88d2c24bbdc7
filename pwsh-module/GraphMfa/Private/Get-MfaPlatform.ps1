function Get-MfaPlatform {
    # The runtime identifier of this process, and how the native library's file is called on it.
    [CmdletBinding()]
    [OutputType([hashtable])]
    param()
    $runtime = [System.Runtime.InteropServices.RuntimeInformation]
    $architecture = $runtime::ProcessArchitecture.ToString().ToLowerInvariant()
    if ([System.Environment]::OSVersion.Platform -eq [System.PlatformID]::Win32NT) {
        return @{ Rid = "win-$architecture"; File = 'graph_mfa_native.dll' }
    }
    if ($runtime::IsOSPlatform([System.Runtime.InteropServices.OSPlatform]::OSX)) {
        return @{ Rid = "osx-$architecture"; File = 'libgraph_mfa_native.dylib' }
    }
    @{ Rid = "linux-$architecture"; File = 'libgraph_mfa_native.so' }
}
